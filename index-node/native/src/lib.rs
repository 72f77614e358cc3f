//! The exported C interface of the shim; `cpp/shim.hpp` documents it.
//!
//! A cdylib exports the symbols of its Rust functions only, so each function of the C++ half is
//! handed on here under its public name. No logic, hence no panic, lives on this side.

use core::ffi::{c_char, c_void};

// Links the kernels' static library.
use numkong as _;

macro_rules! export {
    ($($name:ident = $inner:ident ( $($argument:ident : $kind:ty),* ) $(-> $result:ty)?;)*) => {
        unsafe extern "C" {
            $(fn $inner($($argument: $kind),*) $(-> $result)?;)*
        }
        $(
            /// # Safety
            /// Pointers must be valid as `cpp/shim.hpp` says.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name($($argument: $kind),*) $(-> $result)? {
                unsafe { $inner($($argument),*) }
            }
        )*
    };
}

type Handle = *mut c_void;

export! {
    vcu_version = vcu_impl_version() -> *const c_char;
    vcu_live = vcu_impl_live() -> i64;
    vcu_create = vcu_impl_create(settings: *const c_void, message: *mut c_char, message_size: usize) -> Handle;
    vcu_load = vcu_impl_load(settings: *const c_void, path: *const c_char, message: *mut c_char, message_size: usize) -> Handle;
    vcu_save = vcu_impl_save(handle: Handle, path: *const c_char, message: *mut c_char, message_size: usize) -> i32;
    vcu_free = vcu_impl_free(handle: Handle);
    vcu_add = vcu_impl_add(handle: Handle, key: u64, vector: *const f32, message: *mut c_char, message_size: usize) -> i32;
    vcu_add_raw = vcu_impl_add_raw(handle: Handle, key: u64, scalars: *const c_void, message: *mut c_char, message_size: usize) -> i32;
    vcu_read_raw = vcu_impl_read_raw(handle: Handle, key: u64, scalars: *mut c_void, message: *mut c_char, message_size: usize) -> i32;
    vcu_search = vcu_impl_search(handle: Handle, query: *const f32, wanted: u64, exact: i32, allowed: *const u64, key_limit: u64, keys: *mut u64, distances: *mut f32, stats: *mut u64, message: *mut c_char, message_size: usize) -> i64;
    vcu_compare = vcu_impl_compare(handle: Handle, query: *const f32, keys: *const u64, count: u64, distances: *mut f32, message: *mut c_char, message_size: usize) -> i32;
    vcu_unreached = vcu_impl_unreached(handle: Handle, keys: *mut u64, limit: u64, message: *mut c_char, message_size: usize) -> i64;
    vcu_size = vcu_impl_size(handle: Handle) -> u64;
    vcu_bytes_per_vector = vcu_impl_bytes_per_vector(handle: Handle) -> u64;
    vcu_memory = vcu_impl_memory(handle: Handle) -> u64;
}
