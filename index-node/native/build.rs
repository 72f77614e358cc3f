//! Compiles the C++ half of the shim against the headers that the `usearch` crate ships.

use std::path::PathBuf;
use std::process::Command;

fn main() {
    let usearch = source_of("usearch");
    let kernels = std::env::var("DEP_NUMKONG_INCLUDE")
        .expect("the numkong crate tells its include folder through `links` metadata");
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        .file("cpp/shim.cpp")
        .include("cpp")
        .include(usearch.join("include"))
        .include(kernels)
        .define("USEARCH_USE_OPENMP", "0")
        .define("USEARCH_USE_NUMKONG", "1")
        .define("NK_DYNAMIC_DISPATCH", "1")
        .define("NK_NATIVE_BF16", "0")
        .define("NK_NATIVE_F16", "0")
        .opt_level(3)
        .warnings(false)
        .compile("vectorcluster_shim");
    println!("cargo:rustc-link-lib=static=numkong");
    println!("cargo:rerun-if-changed=cpp");
    println!("cargo:rerun-if-changed=Cargo.lock");
}

/// The folder of a dependency that is fetched but not compiled, from `cargo metadata`.
fn source_of(crate_name: &str) -> PathBuf {
    let cargo = std::env::var("CARGO").expect("cargo runs build scripts with CARGO set");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .output()
        .expect("cargo metadata runs");
    assert!(
        output.status.success(),
        "cargo metadata failed, run `cargo fetch --locked` first: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("cargo metadata prints UTF-8");
    // A manifest's path is the only string of that form; a JSON parser would be one more
    // dependency for one field.
    text.split("\"manifest_path\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|path| PathBuf::from(path.replace("\\\\", "\\")))
        .filter_map(|manifest| manifest.parent().map(PathBuf::from))
        .find(|folder| {
            folder
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| {
                    name.strip_prefix(crate_name)
                        .is_some_and(|rest| rest.starts_with('-'))
                })
        })
        .unwrap_or_else(|| panic!("{crate_name}: not among the packages of cargo metadata"))
}
