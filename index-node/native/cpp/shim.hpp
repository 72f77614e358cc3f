// The C interface of the shim. Every function is safe to call with a handle that came from
// vcu_create or vcu_load and was not freed; nothing throws across it. Functions that can fail
// return a negative number (or null) and leave a sentence in `message` (at most `message_size`
// bytes with the closing zero).
#pragma once
#include <cstddef>
#include <cstdint>

extern "C" {

// Codes of metric: 0 cosine (1 - cos), 1 inner product (1 - dot), 2 squared Euclid, 3 Manhattan,
// 4 Hamming. Codes of scalar: 0 f32, 1 f16, 2 bf16, 3 i8, 4 one bit.
struct vcu_settings {
    std::uint64_t dimensions;
    std::uint32_t metric;
    std::uint32_t scalar;
    std::uint64_t connectivity;
    std::uint64_t expansion_add;
    // Nodes and simultaneous calls reserved ahead: neither grows later.
    std::uint64_t capacity;
    std::uint64_t threads;
};

char const* vcu_impl_version();
// Graphs alive in this process: for leak tests.
std::int64_t vcu_impl_live();

void* vcu_impl_create(vcu_settings const* settings, char* message, std::size_t message_size);
// Loads a file written by vcu_save and checks its head against `settings`. The caller has verified
// the bytes: links of a damaged file can point anywhere.
void* vcu_impl_load(vcu_settings const* settings, char const* path, char* message, std::size_t message_size);
std::int32_t vcu_impl_save(void* handle, char const* path, char* message, std::size_t message_size);
void vcu_impl_free(void* handle);

// One thread at a time may add, keys 0, 1, 2... in this order; searches may run beside it once the
// first key is there.
std::int32_t vcu_impl_add(void* handle, std::uint64_t key, float const* vector, char* message,
                          std::size_t message_size);
// The vector in the graph's own scalars, vcu_bytes_per_vector long: lossless copies between graphs.
std::int32_t vcu_impl_add_raw(void* handle, std::uint64_t key, void const* scalars, char* message,
                              std::size_t message_size);
std::int32_t vcu_impl_read_raw(void* handle, std::uint64_t key, void* scalars, char* message,
                               std::size_t message_size);

// Nearest first; returns how many keys and distances were written. `allowed` has one bit a key
// (bit k % 64 of word k / 64) or is null; keys from key_limit on are never returned, so the bitmap
// needs no more bits. stats[0] distances computed, stats[1] nodes expanded.
std::int64_t vcu_impl_search(void* handle, float const* query, std::uint64_t wanted, std::int32_t exact,
                             std::uint64_t const* allowed, std::uint64_t key_limit, std::uint64_t* keys,
                             float* distances, std::uint64_t* stats, char* message, std::size_t message_size);

// The distances of some nodes, for nodes that a search cannot reach.
std::int32_t vcu_impl_compare(void* handle, float const* query, std::uint64_t const* keys, std::uint64_t count,
                              float* distances, char* message, std::size_t message_size);

// Nodes to which no path of links leads from the entry point: an insert may replace the last link to
// an old node. Returns how many there are and writes at most `limit`. Nobody may add meanwhile.
std::int64_t vcu_impl_unreached(void* handle, std::uint64_t* keys, std::uint64_t limit, char* message,
                                std::size_t message_size);

std::uint64_t vcu_impl_size(void* handle);
std::uint64_t vcu_impl_bytes_per_vector(void* handle);
// Bytes allocated, those not yet used included; cheap.
std::uint64_t vcu_impl_memory(void* handle);
}
