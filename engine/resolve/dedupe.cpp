// SPDX-License-Identifier: Apache-2.0
// The order of work: fields, indexes, candidates, weights, clusters, aliases, and candidates to clusters once more.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <mutex>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/parallel.h"
#include "resolve/aliases.h"
#include "resolve/assemble_fields.h"
#include "resolve/candidates.h"
#include "resolve/dependence.h"
#include "resolve/fragments.h"
#include "resolve/labels.h"
#include "resolve/levels.h"
#include "resolve/linkage.h"
#include "resolve/memory.h"
#include "resolve/model_use.h"
#include "resolve/prepared.h"
#include "resolve/resolve.h"
#include "resolve/similar_values.h"
#include "resolve/weights.h"

namespace zhike::resolve {
namespace {

// Names the step that follows, measures the one before, and asks whether to go on.
class Stopwatch {
 public:
  Stopwatch(const Options& options, Summary& summary) : options_(options), summary_(summary) {}

  Status begin(std::string step, double share) {
    end();
    step_ = std::move(step);
    started_ = std::chrono::steady_clock::now();
    cpu_started_ = std::clock();
    if (options_.progress && !options_.progress(step_, share))
      return Error{ErrorCode::cancelled, "the search for duplicates was stopped before step: " + step_};
    return done();
  }
  void end() {
    if (step_.empty()) return;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started_;
    const double cpu_seconds = static_cast<double>(std::clock() - cpu_started_) / CLOCKS_PER_SEC;
    summary_.steps.push_back({std::move(step_), seconds.count(), cpu_seconds});
    step_.clear();
  }

 private:
  const Options& options_;
  Summary& summary_;
  std::string step_;
  std::chrono::steady_clock::time_point started_;
  std::clock_t cpu_started_ = 0;
};

// at_a_time: two, since parts of the work on one are serial; one where memory is short.
void index_fields(Fields& fields, int threads, int at_a_time) {
  // The fields with most values first.
  std::vector<std::size_t> order(fields.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return fields.field[a].values.size() > fields.field[b].values.size(); });
  parallel_pieces(order.size(), 1, std::min(threads, at_a_time), [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      prepare_values(fields.field[order[k]]);
      build_index(fields.field[order[k]], std::max(1, threads - at_a_time + 1));
      forget_texts(fields.field[order[k]], order[k] == fields.given || order[k] == fields.family);
    }
  });
  fields.row_codes.assign(fields.rows * fields.stride(), 0);
  parallel_pieces(fields.rows, 1 << 14, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t f = 0; f < fields.size(); ++f)
      for (std::size_t row = first; row < last; ++row) fields.row_codes[row * fields.stride() + f] = fields.field[f].code[row];
  });
  fields.row_rarity.assign(fields.rows * fields.stride(), 0);
  for (std::size_t f = 0; f < fields.size(); ++f) set_row_rarity(fields, f, threads);
  if (fields.given == no_field) return;
  const auto& given = fields.field[fields.given];
  const auto& family = fields.field[fields.family];
  std::unordered_map<std::string_view, std::uint32_t> family_code;
  for (std::uint32_t code = 1; code < family.values_count(); ++code) family_code.emplace(family.values[code], code);
  fields.same_text[0].assign(given.values.size(), 0);
  fields.same_text[1].assign(family.values.size(), 0);
  for (std::uint32_t code = 1; code < given.values_count(); ++code) {
    const auto found = family_code.find(given.values[code]);
    if (found == family_code.end()) continue;
    fields.same_text[0][code] = found->second;
    fields.same_text[1][found->second] = code;
  }
}

struct Scored {
  Candidates candidates;
  SpillArray<ScoredLink> links;
  SpillArray<ScoredLink> households;  // pairs below edge_floor_bits that speak for a household
  Linkage linkage;
  std::size_t attached_count = 0;
  std::vector<std::uint8_t> fragment_sizes;
  std::vector<double> fragment_bits;
};

Result<SpillArray<ScoredLink>> joined(SpillPieces<ScoredLink>& pieces, const SpillRules& rules) {
  ZK_TRY_SET(auto all, SpillArray<ScoredLink>::make(pieces.size(), rules));
  std::size_t at = 0;
  for (std::size_t k = 0; k < pieces.pieces(); ++k) {
    ZK_TRY_SET(const auto some, pieces.take(k));
    std::copy(some.begin(), some.end(), all.begin() + at);
    all.let_go(at, at + some.size());
    at += some.size();
  }
  return all;
}

// The pairs above edge_floor_bits, and those below that speak for a household, each scored in the order in which explain()
// adds, so that both agree to the last bit.
Status score_links(const Scorer& scorer, Scored& scored, const Options& options) {
  constexpr std::size_t piece = 8192;
  const auto& candidates = scored.candidates;
  const auto of_pattern = pattern_sums(scorer, candidates.patterns);
  scored.links = SpillArray<ScoredLink>();
  scored.households = SpillArray<ScoredLink>();
  // Without a folder they are not bounded: they are fewer than the pairs, for which there was room twice.
  const auto rules = [&](std::uint64_t percent) { return options.spill_folder.empty() ? SpillRules{} : spill_rules(options, percent); };
  SpillPieces<ScoredLink> links(candidates.pairs.size() / piece + 1, rules(20));
  SpillPieces<ScoredLink> households(links.pieces(), rules(10));
  std::mutex failing;
  Status status = done();
  parallel_pieces(candidates.pairs.size(), piece, thread_count(options.threads), [&](std::size_t first, std::size_t last, int) {
    std::vector<ScoredLink> own_links, own_households;
    for_scored_pairs(scorer, candidates.pairs, first, last, [&](std::size_t k) {
      const auto& pair = candidates.pairs[k];
      const auto& levels = candidates.patterns[pair.pattern];
      const auto score = scorer.score(scorer.chance_sum(pair.left, pair.right, levels), of_pattern[pair.pattern]);
      const bool is_link = score.weight > edge_floor_bits;
      if (!is_link && score.related <= 0) return;
      const auto exact = scorer.exact_score(pair.left, pair.right, levels);
      (is_link ? own_links : own_households).push_back({pair.left, pair.right, static_cast<float>(exact.weight), static_cast<float>(exact.related), pair.pattern});
    });
    candidates.pairs.let_go(first, last);
    auto put = links.put(first / piece, std::move(own_links));
    if (put.ok()) put = households.put(first / piece, std::move(own_households));
    if (put.ok()) return;
    const std::scoped_lock lock(failing);
    status = std::move(put);
  });
  ZK_TRY(std::move(status));
  ZK_TRY_SET(scored.links, joined(links, rules(20)));
  ZK_TRY_SET(scored.households, joined(households, rules(10)));
  return done();
}

std::vector<Link> canonical(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, const Prepared& prepared) {
  std::vector<Link> links;
  for (const auto& [left, right] : pairs) {
    if (left == right || std::max(left, right) >= prepared.fields.rows) continue;
    const auto a = prepared.canonical_row[left];
    const auto b = prepared.canonical_row[right];
    links.push_back({std::min(a, b), std::max(a, b)});
  }
  std::sort(links.begin(), links.end(),
            [](const Link& x, const Link& y) { return std::pair(x.left, x.right) < std::pair(y.left, y.right); });
  return links;
}

Linkage cluster(const Scorer& scorer, Scored& scored, const LinkageRules& rules, const Options& options) {
  const int threads = thread_count(options.threads);
  if (!options.method.linkage) {
    std::vector<Link> strong;
    for (const auto& link : scored.links)
      if (link.weight > rules.cut_bits) strong.push_back({link.left, link.right});
    return connected_components(scorer.fields().rows, strong);
  }
  auto linkage = link_clusters(scorer, scored.links, scored.candidates.patterns, rules, threads);
  if (!options.method.second_look) return linkage;
  scored.fragment_sizes = fragment_sizes(linkage.cluster);
  scored.fragment_bits = fragment_bits(count_fragments(scored.fragment_sizes), linkage.cluster.size());
  scored.attached_count = attach_fragments(scorer, scored.links, rules, scored.fragment_bits, linkage, threads, scored.candidates.patterns);
  return linkage;
}

// Weights and clusters for the candidates as they are.
Status weigh_and_link(Prepared& prepared, Scored& scored, const Options& options, LinkageRules& rules, Stopwatch& stopwatch,
                      int rounds, double share) {
  ZK_TRY(stopwatch.begin("weights", share));
  if (!options.model) learn_weights(prepared.scorer, scored.candidates, options, rounds);
  if (!options.labels.empty()) {
    move_weights(prepared, options.labels);
    rules.cut_bits = moved_cut(prepared, options.labels, options.cut_bits);
  }
  ZK_TRY(score_links(prepared.scorer, scored, options));
  ZK_TRY(stopwatch.begin("clusters", share + 0.1));
  scored.linkage = cluster(prepared.scorer, scored, rules, options);
  stopwatch.end();
  return done();
}

Result<Scored> resolve_once(Prepared& prepared, const Options& options, LinkageRules& rules, Stopwatch& stopwatch) {
  Scored scored;
  auto& scorer = prepared.scorer;
  if (!options.model) {
    ZK_TRY(stopwatch.begin("dependence", 0.2));
    if (options.method.dependence) scorer.model.dependences = find_dependences(prepared.fields, scorer.model, options.seed, thread_count(options.threads));
    scorer.refresh();
  }
  ZK_TRY(stopwatch.begin("candidates", 0.25));
  ZK_TRY_SET(scored.candidates, find_candidates(scorer, options));
  ZK_TRY(weigh_and_link(prepared, scored, options, rules, stopwatch, learning_rounds, 0.6));
  return scored;
}

// Second names learned from the clusters; pairs that hold one are looked at again, then all are weighed again.
Status resolve_aliases(Prepared& prepared, Scored& scored, const Options& options, LinkageRules& rules, Stopwatch& stopwatch,
                       Summary& summary) {
  const int threads = thread_count(options.threads);
  ZK_TRY(stopwatch.begin("aliases", 0.8));
  const auto aliases = learn_aliases(prepared.fields, scored.linkage.cluster, threads);
  summary.aliases_count = aliases.size();
  if (aliases.empty()) return done();
  prepared.scorer.refresh_chance(threads);
  ZK_TRY(add_alias_pairs(scored.candidates, prepared.scorer, aliases, options));
  return weigh_and_link(prepared, scored, options, rules, stopwatch, more_rounds, 0.85);
}

std::vector<Edge> edges_of(const Prepared& prepared, const Scored& scored, std::span<const ScoredLink> from) {
  std::vector<Edge> edges;
  edges.reserve(from.size());
  const auto& input_row = prepared.fields.input_row;
  for (const auto& link : from) {
    const auto left = input_row[link.left];
    const auto right = input_row[link.right];
    edges.push_back({std::min(left, right), std::max(left, right), link.weight, link.related,
                     scored.candidates.patterns[link.pattern].pattern()});
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return std::pair(a.left, a.right) < std::pair(b.left, b.right); });
  return edges;
}

void fill(Outcome& outcome, const Prepared& prepared, const Scored& scored) {
  const auto& input_row = prepared.fields.input_row;
  const std::size_t rows = prepared.fields.rows;
  std::vector<std::uint32_t> smallest(rows, 0xFFFFFFFFU);
  std::vector<std::uint32_t> size(rows, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto cluster = scored.linkage.cluster[row];
    smallest[cluster] = std::min(smallest[cluster], input_row[row]);
    ++size[cluster];
  }
  outcome.cluster.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) outcome.cluster[input_row[row]] = smallest[scored.linkage.cluster[row]];
  for (const auto& link : scored.linkage.contradicted)
    outcome.contradicted.emplace_back(input_row[link.left], input_row[link.right]);
  outcome.summary.clusters_count = static_cast<std::uint64_t>(std::count_if(size.begin(), size.end(), [](auto n) { return n > 0; }));
  outcome.summary.largest_cluster = size.empty() ? 0 : *std::max_element(size.begin(), size.end());
  outcome.edges = edges_of(prepared, scored, scored.links);
  outcome.household_edges = edges_of(prepared, scored, scored.households);
  outcome.model = learned_model(prepared);
}

// The price of "a name alone never merges": pairs that would have been joined.
std::uint64_t count_name_alone(const Outcome& outcome, double cut_bits) {
  std::uint64_t count = 0;
  for (const auto& edge : outcome.edges) {
    if (edge.weight <= cut_bits || outcome.cluster[edge.left] == outcome.cluster[edge.right]) continue;
    const auto levels = PairLevels::from(edge.pattern);
    bool supported = false;
    for (std::size_t f = 0; f < outcome.model.fields.size(); ++f) {
      const Kind kind = outcome.model.fields[f].kind;
      supported = supported || (!info(kind).name && kind != Kind::category && agrees(kind, levels.of[f]));
    }
    count += supported ? 0 : 1;
  }
  return count;
}

// Nothing to compare: every row is its own cluster.
Outcome alone(const Table& table, Outcome outcome) {
  outcome.cluster.resize(table.rows);
  std::iota(outcome.cluster.begin(), outcome.cluster.end(), 0);
  outcome.summary.clusters_count = outcome.summary.largest_cluster = table.rows;
  auto prepared = std::make_shared<Prepared>(Fields{});
  prepared->fields.input_row = prepared->canonical_row = outcome.cluster;
  prepared->fields.rows = table.rows;
  prepared->scorer.start(1);
  outcome.prepared = std::move(prepared);
  return outcome;
}

}  // namespace

namespace {

// taken: the same table, if it may be emptied.
Result<Outcome> dedupe_table(const Table& table, Table* taken, const Options& options, const Constraints& constraints) {
  Outcome outcome;
  outcome.summary.records_count = table.rows;
  Stopwatch stopwatch(options, outcome.summary);
  for (const auto& code : constraints.exclusive)
    if (code.size() != table.rows) return Error{ErrorCode::bad_request, "an exclusive constraint has another number of rows than the table"};
  if (options.model) ZK_TRY(check_columns(table, *options.model));
  for (const auto& label : options.labels)
    if (std::max(label.left, label.right) >= table.rows) return Error{ErrorCode::bad_request, "a labelled pair names a row that the table does not have"};
  ZK_TRY(stopwatch.begin("columns", 0));
  if (table.rows < 2) return alone(table, std::move(outcome));
  const std::size_t rows = table.rows;
  const std::uint64_t raw_bytes = bytes_of(table);
  ZK_TRY(check_memory(options, 2 * raw_bytes, "columns"));
  ZK_TRY_SET(Fields fields, assemble_fields(table, options, outcome.summary.notes));
  if (options.model) ZK_TRY(fit_fields(fields, *options.model, outcome.summary.notes));
  if (taken != nullptr) taken->columns.clear();
  const std::uint64_t table_bytes = taken != nullptr ? 0 : raw_bytes;
  const int at_a_time = check_memory(options, table_bytes + bytes_to_index(fields, 2), "").ok() ? 2 : 1;
  ZK_TRY(check_memory(options, table_bytes + bytes_to_index(fields, at_a_time), "similar values"));
  auto prepared = std::make_shared<Prepared>(std::move(fields));
  prepared->canonical_row.resize(rows);
  for (std::uint32_t row = 0; row < rows; ++row) prepared->canonical_row[prepared->fields.input_row[row]] = row;
  const int threads = thread_count(options.threads);
  ZK_TRY(stopwatch.begin("similar values", 0.05));
  index_fields(prepared->fields, threads, at_a_time);
  LinkageRules rules{options.cut_bits, options.name_alone_merges, options.link_only,
                     canonical(constraints.same, *prepared), canonical(constraints.different, *prepared), {}};
  for (const auto& code : constraints.exclusive) {
    auto& ordered = rules.exclusive.emplace_back(rows);
    for (std::size_t row = 0; row < rows; ++row) ordered[row] = code[prepared->fields.input_row[row]];
  }
  for (const auto& code : prepared->fields.apart) rules.exclusive.push_back(code);
  prepared->scorer.method = options.method;
  prepared->scorer.start(threads);
  if (options.model) use_model(*prepared, *options.model, threads);
  Options within = options;
  if (options.memory_bytes > 0) {
    const std::uint64_t held = table_bytes + bytes_of(*prepared);
    ZK_TRY(check_memory(options, held + bytes_to_walk(prepared->fields, threads), "candidates"));
    // At least one: none would mean no limit.
    within.memory_bytes = std::max<std::uint64_t>(1, options.memory_bytes - held - bytes_to_walk(prepared->fields, threads));
  }
  ZK_TRY_SET(Scored scored, resolve_once(*prepared, within, rules, stopwatch));
  if (options.method.aliases && !options.model) ZK_TRY(resolve_aliases(*prepared, scored, within, rules, stopwatch, outcome.summary));
  outcome.summary.attached_count = scored.attached_count;
  outcome.summary.pairs_met_count = scored.candidates.met;
  outcome.summary.pairs_compared_count = scored.candidates.compared;
  outcome.summary.pairs_kept_count = scored.candidates.pairs.size();
  ZK_TRY(stopwatch.begin("edges", 0.98));
  fill(outcome, *prepared, scored);
  outcome.model.cut_bits = rules.cut_bits;
  if (!options.labels.empty()) outcome.model.calibration = calibrate(judge_labels(*prepared, options.labels));
  if (!options.name_alone_merges) outcome.summary.name_alone_count = count_name_alone(outcome, rules.cut_bits);
  stopwatch.end();
  prepared->rules = std::move(rules);
  prepared->fragment_sizes = std::move(scored.fragment_sizes);
  prepared->fragment_bits = std::move(scored.fragment_bits);
  prepared->fragment = std::move(scored.linkage.fragment);
  outcome.prepared = std::move(prepared);
  return outcome;
}

}  // namespace

Result<Outcome> dedupe(const Table& table, const Options& options, const Constraints& constraints) {
  return dedupe_table(table, nullptr, options, constraints);
}

Result<Outcome> dedupe(Table&& table, const Options& options, const Constraints& constraints) {
  return dedupe_table(table, &table, options, constraints);
}

}  // namespace zhike::resolve
