#include "shim.hpp"

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>

#include <usearch/index_dense.hpp>

namespace {

using namespace unum::usearch;
using graph_t = index_dense_t;

std::atomic<std::int64_t> live_graphs{0};

// Keeps the count of live graphs right on every path.
struct handle_t {
    graph_t graph;

    explicit handle_t(graph_t&& made) : graph(std::move(made)) { ++live_graphs; }
    ~handle_t() { --live_graphs; }
    handle_t(handle_t const&) = delete;
    handle_t& operator=(handle_t const&) = delete;
};

graph_t& graph_of(void* handle) { return static_cast<handle_t*>(handle)->graph; }

void tell(char* message, std::size_t size, char const* text) {
    if (message && size)
        std::snprintf(message, size, "%s", text ? text : "unknown error");
}

// Runs `body`, which returns null or an error text, and turns exceptions into the same.
template <typename body_at> std::int32_t guarded(char* message, std::size_t size, body_at&& body) {
    try {
        char const* error = body();
        if (!error)
            return 0;
        tell(message, size, error);
    } catch (std::bad_alloc const&) {
        tell(message, size, "out of memory");
    } catch (std::exception const& error) {
        tell(message, size, error.what());
    } catch (...) {
        tell(message, size, "unknown exception");
    }
    return -1;
}

metric_kind_t metric_kind_of(std::uint32_t code) {
    switch (code) {
    case 0: return metric_kind_t::cos_k;
    case 1: return metric_kind_t::ip_k;
    case 2: return metric_kind_t::l2sq_k;
    case 4: return metric_kind_t::hamming_k;
    default: return metric_kind_t::unknown_k;
    }
}

scalar_kind_t scalar_kind_of(std::uint32_t code) {
    switch (code) {
    case 0: return scalar_kind_t::f32_k;
    case 1: return scalar_kind_t::f16_k;
    case 2: return scalar_kind_t::bf16_k;
    case 3: return scalar_kind_t::i8_k;
    case 4: return scalar_kind_t::b1x8_k;
    default: return scalar_kind_t::unknown_k;
    }
}

constexpr std::uint32_t manhattan_code = 3;

// USearch has no Manhattan metric. Clones are chosen at load time by what the processor can do;
// sixteen sums let the compiler use one wide register without reordering a single sum.
#define VCU_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))

VCU_CLONES float manhattan_f32(float const* a, float const* b, std::size_t count) {
    float sums[16] = {};
    std::size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (std::size_t lane = 0; lane != 16; ++lane)
            sums[lane] += std::fabs(a[i + lane] - b[i + lane]);
    float sum = 0;
    for (; i != count; ++i)
        sum += std::fabs(a[i] - b[i]);
    for (float lane : sums)
        sum += lane;
    return sum;
}

inline float from_bf16(std::uint16_t bits) {
    std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof(value));
    return value;
}

VCU_CLONES float manhattan_bf16(std::uint16_t const* a, std::uint16_t const* b, std::size_t count) {
    float sums[16] = {};
    std::size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (std::size_t lane = 0; lane != 16; ++lane)
            sums[lane] += std::fabs(from_bf16(a[i + lane]) - from_bf16(b[i + lane]));
    float sum = 0;
    for (; i != count; ++i)
        sum += std::fabs(from_bf16(a[i]) - from_bf16(b[i]));
    for (float lane : sums)
        sum += lane;
    return sum;
}

float manhattan_f32_punned(std::size_t a, std::size_t b, std::size_t count) {
    return manhattan_f32(reinterpret_cast<float const*>(a), reinterpret_cast<float const*>(b), count);
}

float manhattan_bf16_punned(std::size_t a, std::size_t b, std::size_t count) {
    return manhattan_bf16(reinterpret_cast<std::uint16_t const*>(a), reinterpret_cast<std::uint16_t const*>(b), count);
}

// A metric that is missing (as USearch says) means an unsupported pair.
metric_punned_t metric_of(vcu_settings const& settings) {
    scalar_kind_t scalar = scalar_kind_of(settings.scalar);
    if (settings.metric != manhattan_code)
        return metric_punned_t::builtin(settings.dimensions, metric_kind_of(settings.metric), scalar);
    std::uintptr_t function = 0;
    if (scalar == scalar_kind_t::f32_k)
        function = reinterpret_cast<std::uintptr_t>(&manhattan_f32_punned);
    if (scalar == scalar_kind_t::bf16_k)
        function = reinterpret_cast<std::uintptr_t>(&manhattan_bf16_punned);
    return metric_punned_t::stateless(settings.dimensions, function, metric_punned_signature_t::array_array_size_k,
                                      metric_kind_t::unknown_k, scalar);
}

char const* check(vcu_settings const& settings, metric_punned_t const& metric) {
    if (!settings.dimensions || !settings.capacity || !settings.threads || settings.connectivity < 2)
        return "dimensions, capacity, threads and connectivity must be positive";
    if (scalar_kind_of(settings.scalar) == scalar_kind_t::unknown_k || !metric)
        return "no kernel for this pair of metric and scalar kind";
    return nullptr;
}

graph_t make(vcu_settings const& settings, metric_punned_t const& metric) {
    // An expansion of one: a search then expands to exactly the number of results it asks for,
    // which is how each query brings its own ef.
    index_dense_config_t config(settings.connectivity, settings.expansion_add, 1);
    graph_t::state_result_t made = graph_t::make(metric, config, default_free_value<default_key_t>(),
                                                 index_limits_t(settings.capacity, settings.threads));
    made.error.raise();
    return std::move(made.index);
}

// Whether a file's head says what `settings` say; a Manhattan graph is filed as "unknown".
bool head_matches(vcu_settings const& settings, index_dense_head_t const& head) {
    return head.dimensions == settings.dimensions && head.kind_scalar == scalar_kind_of(settings.scalar) &&
           head.kind_metric == metric_kind_of(settings.metric) && head.count_deleted == 0 &&
           head.count_present <= settings.capacity && !head.multi;
}

} // namespace

extern "C" {

char const* vcu_impl_version() { return "1 usearch-2.26.6"; }

std::int64_t vcu_impl_live() { return live_graphs.load(); }

void* vcu_impl_create(vcu_settings const* settings, char* message, std::size_t message_size) {
    void* made = nullptr;
    guarded(message, message_size, [&]() -> char const* {
        metric_punned_t metric = metric_of(*settings);
        if (char const* error = check(*settings, metric))
            return error;
        made = new handle_t(make(*settings, metric));
        return nullptr;
    });
    return made;
}

void* vcu_impl_load(vcu_settings const* settings, char const* path, char* message, std::size_t message_size) {
    void* made = nullptr;
    guarded(message, message_size, [&]() -> char const* {
        metric_punned_t metric = metric_of(*settings);
        if (char const* error = check(*settings, metric))
            return error;
        index_dense_metadata_result_t head = index_dense_metadata_from_path(path);
        head.error.raise();
        if (!head_matches(*settings, head.head))
            return "the file holds a graph of other settings";
        std::unique_ptr<handle_t> handle(new handle_t(make(*settings, metric)));
        graph_t& graph = handle->graph;
        serialization_result_t loaded = graph.load(path);
        loaded.error.raise();
        // Loading forgets the metric's kernel and the expansions, and reserves what the file needs.
        graph.change_metric(metric);
        graph.change_expansion_add(settings->expansion_add);
        graph.change_expansion_search(1);
        if (!graph.try_reserve(index_limits_t(settings->capacity, settings->threads)))
            return "out of memory";
        made = handle.release();
        return nullptr;
    });
    return made;
}

std::int32_t vcu_impl_save(void* handle, char const* path, char* message, std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        serialization_result_t saved = graph_of(handle).save(path);
        return saved ? nullptr : saved.error.release();
    });
}

void vcu_impl_free(void* handle) { delete static_cast<handle_t*>(handle); }

std::int32_t vcu_impl_add(void* handle, std::uint64_t key, float const* vector, char* message,
                          std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        auto added = graph_of(handle).add(key, vector);
        return added ? nullptr : added.error.release();
    });
}

std::int32_t vcu_impl_add_raw(void* handle, std::uint64_t key, void const* scalars, char* message,
                              std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        auto finish = [](graph_t::add_result_t added) { return added ? nullptr : added.error.release(); };
        switch (graph.scalar_kind()) {
        case scalar_kind_t::f32_k: return finish(graph.add(key, static_cast<f32_t const*>(scalars)));
        case scalar_kind_t::f16_k: return finish(graph.add(key, static_cast<f16_t const*>(scalars)));
        case scalar_kind_t::bf16_k: return finish(graph.add(key, static_cast<bf16_t const*>(scalars)));
        case scalar_kind_t::i8_k: return finish(graph.add(key, static_cast<i8_t const*>(scalars)));
        case scalar_kind_t::b1x8_k: return finish(graph.add(key, static_cast<b1x8_t const*>(scalars)));
        default: return "unknown scalar kind";
        }
    });
}

std::int32_t vcu_impl_read_raw(void* handle, std::uint64_t key, void* scalars, char* message,
                               std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        std::size_t found = 0;
        switch (graph.scalar_kind()) {
        case scalar_kind_t::f32_k: found = graph.get(key, static_cast<f32_t*>(scalars)); break;
        case scalar_kind_t::f16_k: found = graph.get(key, static_cast<f16_t*>(scalars)); break;
        case scalar_kind_t::bf16_k: found = graph.get(key, static_cast<bf16_t*>(scalars)); break;
        case scalar_kind_t::i8_k: found = graph.get(key, static_cast<i8_t*>(scalars)); break;
        case scalar_kind_t::b1x8_k: found = graph.get(key, static_cast<b1x8_t*>(scalars)); break;
        default: break;
        }
        return found ? nullptr : "no such key";
    });
}

std::int64_t vcu_impl_search(void* handle, float const* query, std::uint64_t wanted, std::int32_t exact,
                             std::uint64_t const* allowed, std::uint64_t key_limit, std::uint64_t* keys,
                             float* distances, std::uint64_t* stats, char* message, std::size_t message_size) {
    std::int64_t count = 0;
    std::int32_t code = guarded(message, message_size, [&]() -> char const* {
        auto admits = [=](std::uint64_t key) noexcept {
            return key < key_limit && (!allowed || ((allowed[key >> 6] >> (key & 63)) & 1));
        };
        auto found = graph_of(handle).filtered_search(query, wanted, admits, graph_t::any_thread(), exact != 0);
        if (!found)
            return found.error.release();
        count = static_cast<std::int64_t>(found.dump_to(keys, distances, wanted));
        stats[0] = found.computed_distances;
        stats[1] = found.visited_members;
        return nullptr;
    });
    return code ? code : count;
}

std::uint64_t vcu_impl_size(void* handle) { return graph_of(handle).size(); }

std::uint64_t vcu_impl_bytes_per_vector(void* handle) { return graph_of(handle).bytes_per_vector(); }

std::uint64_t vcu_impl_memory(void* handle) {
    // USearch's memory_usage walks all nodes; the allocators know their sums. A node's places in the
    // arrays and in the table from keys to nodes are reserved for the whole capacity.
    constexpr std::uint64_t reserved_bytes_of_node = 40;
    graph_t const& graph = graph_of(handle);
    graph_t::memory_stats_t stats = graph.memory_stats();
    return stats.graph_allocated + stats.vectors_allocated + graph.capacity() * reserved_bytes_of_node;
}
}
