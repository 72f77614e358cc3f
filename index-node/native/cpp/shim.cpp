#include "shim.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include <usearch/index_dense.hpp>

namespace {

using namespace unum::usearch;
using graph_t = index_dense_t;

// Three things of USearch 2.26.6 that its interface keeps to itself are needed below. Naming a private
// member in an explicit instantiation is allowed ([temp.spec]/6), and hands out a pointer to it.
template <typename tag_at, auto member_ak> struct reveal {
    friend auto member_of(tag_at) { return member_ak; }
};

struct core_tag {
    friend auto member_of(core_tag);
};
template struct reveal<core_tag, &graph_t::typed_>;

struct vectors_tag {
    friend auto member_of(vectors_tag);
};
template struct reveal<vectors_tag, &graph_t::vectors_lookup_>;

using core_t = std::remove_pointer_t<std::remove_reference_t<decltype(std::declval<graph_t&>().*member_of(core_tag{}))>>;

struct constants_tag {
    friend auto member_of(constants_tag);
};
template struct reveal<constants_tag, &core_t::pre_>;

struct entry_tag {
    friend auto member_of(entry_tag);
};
template struct reveal<entry_tag, &core_t::entry_slot_>;

core_t& core_of(graph_t& graph) { return *(graph.*member_of(core_tag{})); }

byte_t const* vector_of(graph_t& graph, std::uint64_t key) {
    return (graph.*member_of(vectors_tag{})).data()[key];
}

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

// The query in the graph's scalars, in `buffer` unless it already is.
byte_t const* cast_query(graph_t const& graph, float const* query, std::vector<byte_t>& buffer) {
    buffer.resize(graph.bytes_per_vector());
    byte_t const* floats = reinterpret_cast<byte_t const*>(query);
    bool casted = casts_punned_t::make(graph.scalar_kind()).from.f32(floats, graph.dimensions(), buffer.data());
    return casted ? buffer.data() : floats;
}

// USearch's own exact search walks up to the count of nodes, which an insert raises before it stores
// the node: beside a writer it reads a null pointer. This one stays below key_limit.
std::size_t scan(graph_t& graph, float const* query, std::size_t wanted, std::uint64_t const* allowed,
                 std::uint64_t key_limit, std::uint64_t* keys, float* distances, std::uint64_t* stats) {
    using candidate_t = std::pair<float, std::uint64_t>;
    std::vector<byte_t> buffer;
    byte_t const* casted = cast_query(graph, query, buffer);
    metric_punned_t const& metric = graph.metric();
    std::vector<candidate_t> nearest; // the farthest on top
    nearest.reserve(wanted + 1);
    for (std::uint64_t key = 0; key < key_limit; ++key) {
        if (allowed && !((allowed[key >> 6] >> (key & 63)) & 1))
            continue;
        candidate_t candidate(metric(casted, vector_of(graph, key)), key);
        ++stats[0];
        if (nearest.size() == wanted) {
            if (!(candidate < nearest.front()))
                continue;
            std::pop_heap(nearest.begin(), nearest.end());
            nearest.pop_back();
        }
        nearest.push_back(candidate);
        std::push_heap(nearest.begin(), nearest.end());
    }
    std::sort_heap(nearest.begin(), nearest.end());
    for (std::size_t i = 0; i != nearest.size(); ++i)
        distances[i] = nearest[i].first, keys[i] = nearest[i].second;
    return nearest.size();
}

constexpr std::size_t least_first_level = 20;
constexpr std::size_t most_first_level = 80;
constexpr double first_level_scale = 40;
constexpr int first_level_tries = 40;

// The first node gets a level that none of the later ones reaches (M 4: one in 10^12). A search reads
// the entry point and its level one after the other, and an insert that raises the level between
// would send it past the end of the old entry's links. With the highest level there from the
// beginning, both never change again. Costs a search some tens of empty lists.
char const* add_first(graph_t& graph, float const* vector) {
    double& scale = (core_of(graph).*member_of(constants_tag{})).inverse_log_connectivity;
    double const usual = scale;
    char const* error = nullptr;
    for (int i = 0; i != first_level_tries && !error; ++i) {
        if (i)
            graph.clear();
        scale = first_level_scale;
        auto added = graph.add(0, vector);
        scale = usual;
        if (!added)
            error = added.error.release();
        else if (graph.max_level() >= least_first_level && graph.max_level() <= most_first_level)
            break;
    }
    return error;
}

template <typename scalar_at> char const* add_next(graph_t& graph, std::uint64_t key, scalar_at const* vector) {
    if (key != graph.size())
        return "nodes are added in the order of their numbers";
    auto added = graph.add(key, vector);
    return added ? nullptr : added.error.release();
}

// Runs `body` with the scalars as the type that the graph has.
template <typename body_at> char const* with_scalars(graph_t& graph, void* scalars, body_at&& body) {
    switch (graph.scalar_kind()) {
    case scalar_kind_t::f32_k: return body(static_cast<f32_t*>(scalars));
    case scalar_kind_t::f16_k: return body(static_cast<f16_t*>(scalars));
    case scalar_kind_t::bf16_k: return body(static_cast<bf16_t*>(scalars));
    case scalar_kind_t::i8_k: return body(static_cast<i8_t*>(scalars));
    case scalar_kind_t::b1x8_k: return body(static_cast<b1x8_t*>(scalars));
    default: return "unknown scalar kind";
    }
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
        graph_t& graph = graph_of(handle);
        return key == 0 && graph.size() == 0 ? add_first(graph, vector) : add_next(graph, key, vector);
    });
}

std::int32_t vcu_impl_add_raw(void* handle, std::uint64_t key, void const* scalars, char* message,
                              std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        return with_scalars(graph, const_cast<void*>(scalars),
                            [&](auto* typed) { return add_next(graph, key, typed); });
    });
}

std::int32_t vcu_impl_read_raw(void* handle, std::uint64_t key, void* scalars, char* message,
                               std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        return with_scalars(graph, scalars,
                            [&](auto* typed) { return graph.get(key, typed) ? nullptr : "no such node"; });
    });
}

std::int64_t vcu_impl_search(void* handle, float const* query, std::uint64_t wanted, std::int32_t exact,
                             std::uint64_t const* allowed, std::uint64_t key_limit, std::uint64_t* keys,
                             float* distances, std::uint64_t* stats, char* message, std::size_t message_size) {
    std::int64_t count = 0;
    std::int32_t code = guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        stats[0] = stats[1] = 0;
        if (exact) {
            count = static_cast<std::int64_t>(
                scan(graph, query, wanted, allowed, key_limit, keys, distances, stats));
            return nullptr;
        }
        auto admits = [=](std::uint64_t key) noexcept {
            return key < key_limit && (!allowed || ((allowed[key >> 6] >> (key & 63)) & 1));
        };
        auto found = graph.filtered_search(query, wanted, admits);
        if (!found)
            return found.error.release();
        count = static_cast<std::int64_t>(found.dump_to(keys, distances, wanted));
        stats[0] = found.computed_distances;
        stats[1] = found.visited_members;
        return nullptr;
    });
    return code ? code : count;
}

std::int32_t vcu_impl_compare(void* handle, float const* query, std::uint64_t const* keys, std::uint64_t count,
                              float* distances, char* message, std::size_t message_size) {
    return guarded(message, message_size, [&]() -> char const* {
        graph_t& graph = graph_of(handle);
        std::vector<byte_t> buffer;
        byte_t const* casted = cast_query(graph, query, buffer);
        for (std::uint64_t i = 0; i != count; ++i)
            distances[i] = graph.metric()(casted, vector_of(graph, keys[i]));
        return nullptr;
    });
}

std::int64_t vcu_impl_unreached(void* handle, std::uint64_t* keys, std::uint64_t limit, char* message,
                                std::size_t message_size) {
    std::int64_t count = 0;
    std::int32_t code = guarded(message, message_size, [&]() -> char const* {
        core_t const& core = core_of(graph_of(handle));
        std::size_t const size = core.size();
        std::vector<bool> reached(size);
        std::vector<std::uint32_t> open;
        if (size) {
            open.push_back(static_cast<std::uint32_t>(core.*member_of(entry_tag{})));
            reached[open.back()] = true;
        }
        while (!open.empty()) {
            std::uint32_t slot = open.back();
            open.pop_back();
            for (auto member : core.neighbors(slot, 0)) {
                std::uint32_t near = static_cast<std::uint32_t>(member.slot);
                if (!reached[near]) {
                    reached[near] = true;
                    open.push_back(near);
                }
            }
        }
        for (std::size_t key = 0; key != size; ++key)
            if (!reached[key] && static_cast<std::uint64_t>(count++) < limit)
                keys[count - 1] = key;
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
