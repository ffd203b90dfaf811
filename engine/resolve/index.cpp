// SPDX-License-Identifier: Apache-2.0
#include "resolve/index.h"

#include <algorithm>
#include <unordered_set>

#include "base/parallel.h"
#include "resolve/coded_table.h"
#include "resolve/incremental.h"
#include "resolve/index_data.h"
#include "resolve/index_pairs.h"
#include "resolve/index_recount.h"
#include "resolve/index_search.h"
#include "resolve/index_told.h"
#include "resolve/index_values.h"
#include "resolve/index_window.h"

namespace zhike::resolve {

struct Index::State {
  IndexData data;
  int threads = 1;
  ValueSearchSpace space;
  std::vector<std::unique_ptr<IndexSearch>> search;  // per thread

  IndexSearch& search_of(int thread) {
    const auto number = static_cast<std::size_t>(thread);
    if (search.size() <= number) search.resize(number + 1);
    if (!search[number]) search[number] = std::make_unique<IndexSearch>(data);
    return *search[number];
  }
};

namespace {

std::int64_t smallest_id(const IndexData& data, std::uint32_t row) {
  std::int64_t smallest = data.record_id[row];
  data.each_member(row, [&](std::uint32_t member) { smallest = std::min(smallest, data.record_id[member]); });
  return smallest;
}

std::uint32_t add_row(IndexData& data, const Query& query) {
  const auto row = static_cast<std::uint32_t>(data.rows());
  data.row_codes.resize(data.row_codes.size() + data.stride(), 0);
  for (std::size_t f = 0; f < data.field.size(); ++f) {
    const auto code = query.value[f].code;
    data.row_codes[row * data.stride() + f] = code;
    if (code != 0) data.field[f].rows.add(code, row);
  }
  data.order.push_back(query.order);
  data.record_id.push_back(query.record_id);
  data.cluster.push_back(row);
  data.next.push_back(row);
  if (!data.fragment_bits.empty()) {
    data.fragment_sizes.push_back(1);
    ++data.fragment_counts[1];
    data.fragment.push_back(no_fragment);
  }
  for (std::size_t rule = 0; rule < data.identity.size(); ++rule) data.identity[rule].push_back(query.identity[rule]);
  data.same.resize(row + 1);
  data.different.resize(row + 1);
  data.edges.resize(row + 1);
  data.note_last_row();
  return row;
}

// Takes a row out of its cluster. Those that were near it are to be looked at again.
void remove_row(IndexData& data, std::uint32_t row, std::vector<std::uint32_t>& seeds) {
  std::vector<std::uint32_t> others;
  data.each_member(row, [&](std::uint32_t member) {
    if (member != row) others.push_back(member);
  });
  for (std::size_t k = 0; k < others.size(); ++k) data.set_cluster(others[k], others.front(), others[(k + 1) % others.size()]);
  seeds.insert(seeds.end(), others.begin(), others.end());
  data.set_cluster(row, IndexData::nobody, row);
  if (!data.fragment_bits.empty()) data.set_fragment(row, 0, data.fragment[row]);
  --data.records_count;
}

Result<std::vector<CleanRecord>> clean_pieces(const IndexData& data, std::span<const IndexRecord> records, int threads) {
  constexpr std::size_t piece = 256;
  std::vector<CleanRecord> clean(records.size());
  std::vector<Status> state(records.size() / piece + 1, done());
  parallel_pieces(records.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    auto some = clean_records(data, records.subspan(first, last - first));
    if (some.ok()) std::move(some.value().begin(), some.value().end(), clean.begin() + static_cast<std::ptrdiff_t>(first));
    else state[first / piece] = some.error();
  });
  for (const auto& failed : state) ZK_TRY(failed);
  return clean;
}

// Edges of a new row, on both sides. Two new rows find each other; each writes its own side.
void join_neighbours(IndexData& data, std::uint32_t row, std::uint32_t first_new, const std::vector<Match>& matches) {
  for (const auto& match : matches) {
    data.edges.add(row, {match.row, match.weight});
    if (match.row < first_new) data.edges.add(match.row, {row, match.weight});
    for (const auto& keys : data.identity) {
      if (keys[row] == 0 || keys[row] != keys[match.row]) continue;
      data.same.add(row, match.row);
      if (match.row < first_new) data.same.add(match.row, row);
    }
  }
}

}  // namespace

Status Index::check(std::span<const IndexChange> changes) {
  std::unordered_set<std::int64_t> seen;
  for (const auto& change : changes)
    if (!seen.insert(change.record.id).second)
      return Error{ErrorCode::bad_request, "record " + std::to_string(change.record.id) + " stands twice in one set of changes"};
  return done();
}

std::uint64_t identity_key(std::string_view text) { return text.empty() ? 0 : std::max<std::uint64_t>(1, hash_text(text, 17)); }

Index::Index() : state_(std::make_unique<State>()) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

Result<Index> Index::make(const Table& table, const Options& options, const Outcome& outcome,
                          const std::vector<std::int64_t>& record_ids, const std::vector<std::vector<std::uint64_t>>& identity) {
  if (record_ids.size() != table.rows) return Error{ErrorCode::bad_request, "an index needs one record id per row of the table"};
  if (options.link_only) return Error{ErrorCode::bad_request, "an index answers for one set of records, not for a link of two"};
  if (!outcome.prepared) return Error{ErrorCode::bad_request, "this outcome holds no cleaned table to index"};
  Index index;
  auto& data = index.state_->data;
  index.state_->threads = thread_count(options.threads);
  data = make_index_data(outcome, record_ids, options.threads);
  for (std::uint32_t row = 0; row < data.rows(); ++row)
    if (data.row_of(data.record_id[row]) != row) return Error{ErrorCode::bad_request, "a record id stands twice"};
  for (const auto& column : table.columns) data.columns.push_back(column.name);
  for (const auto& keys : identity) {
    if (keys.size() != table.rows) return Error{ErrorCode::bad_request, "identity keys have another number of rows than the table"};
    auto& ordered = data.identity.emplace_back();
    for (const auto row : outcome.prepared->fields.input_row) ordered.push_back(keys[row]);
  }
  data.ordered_by_id = !table.record_hash.empty();
  data.seed = options.seed;
  data.cut_bits = options.cut_bits;
  data.name_alone_merges = options.name_alone_merges;
  return index;
}

Index Index::from_data(IndexData data, int threads) {
  Index index;
  index.state_->data = std::move(data);
  index.state_->threads = thread_count(threads);
  return index;
}

Result<IndexAnswer> Index::ask(const IndexRecord& record, const AskOptions& options) {
  const auto& data = state_->data;
  ZK_TRY_SET(const auto clean, clean_records(data, {&record, 1}));
  const Query query = look_up(data, clean.front(), state_->space);
  const auto self = data.row_of(record.id);
  const auto matches = state_->search_of(0).run(query, self);
  IndexAnswer answer;
  if (matches.empty()) return answer;
  auto rows = rows_around(data, {}, matches);
  if (self != IndexData::nobody) std::erase(rows, self);
  const auto group = regroup(data, std::move(rows), &query, matches);
  const auto query_at = std::find(group.rows.begin(), group.rows.end(), IndexData::nobody) - group.rows.begin();
  for (std::size_t k = 0; k < group.rows.size(); ++k)
    if (group.rows[k] != IndexData::nobody && group.label[k] == group.label[static_cast<std::size_t>(query_at)])
      answer.clusters.push_back(smallest_id(data, group.rows[k]));
  std::sort(answer.clusters.begin(), answer.clusters.end());
  answer.clusters.erase(std::unique(answer.clusters.begin(), answer.clusters.end()), answer.clusters.end());

  auto best = matches;
  std::sort(best.begin(), best.end(), [](const Match& a, const Match& b) { return a.weight != b.weight ? a.weight > b.weight : a.row < b.row; });
  if (best.size() > options.candidates_most) best.resize(options.candidates_most);
  for (const auto& match : best)
    answer.candidates.push_back({data.record_id[match.row], smallest_id(data, match.row), match.weight, match.related, {}});
  if (!options.explain) return answer;
  std::vector<std::uint32_t> shown;
  for (const auto& match : best) shown.push_back(match.row);
  auto window = make_window(data, shown, &query, WindowPairs::with_query);
  Outcome outcome;
  outcome.prepared = std::shared_ptr<const Prepared>(std::move(window.prepared));
  for (std::size_t k = 0; k < best.size(); ++k)
    answer.candidates[k].waterfall = explain(outcome, window.query, window.local(best[k].row, data));
  return answer;
}

Result<IndexReport> Index::apply(std::span<const IndexChange> changes, const IndexTold* told) {
  auto& data = state_->data;
  ZK_TRY(check(changes));
  if (told) ZK_TRY(check_told(data, *told));
  IndexReport report;
  std::vector<std::uint32_t> seeds;
  std::vector<IndexRecord> coming;
  for (const auto& change : changes) {
    const auto known = data.row_of(change.record.id);
    const bool is_known = known != IndexData::nobody;
    if (is_known) remove_row(data, known, seeds);
    else if (change.remove) ++report.unknown;
    if (is_known || !change.remove) ++(change.remove ? report.removed : is_known ? report.replaced : report.added);
    if (!change.remove) coming.push_back(change.record);
  }
  // A fixed order, so that values and rows are numbered alike however the changes were listed.
  std::sort(coming.begin(), coming.end(), [](const IndexRecord& a, const IndexRecord& b) { return a.id < b.id; });
  ZK_TRY_SET(const auto clean, clean_pieces(data, coming, state_->threads));
  add_values(data, clean, state_->threads);
  std::vector<std::pair<std::uint32_t, Query>> fresh(clean.size());
  parallel_pieces(clean.size(), 256, state_->threads, [&](std::size_t first, std::size_t last, int) {
    ValueSearchSpace unused;  // every text has a number by now
    for (std::size_t k = first; k < last; ++k) fresh[k].second = look_up(data, clean[k], unused);
  });
  for (auto& [row, query] : fresh) {
    row = add_row(data, query);
    seeds.push_back(row);
  }
  std::vector<std::vector<Match>> matches(fresh.size());
  for (int thread = 0; thread < state_->threads; ++thread) state_->search_of(thread);
  parallel_pieces(fresh.size(), 64, state_->threads, [&](std::size_t first, std::size_t last, int thread) {
    std::vector<Reached> reached;
    for (std::size_t k = first; k < last; ++k) reached.push_back({fresh[k].first, state_->search_of(thread).reach(fresh[k].second, fresh[k].first)});
    auto found = score(data, reached);
    std::move(found.begin(), found.end(), matches.begin() + static_cast<std::ptrdiff_t>(first));
  });
  for (std::size_t k = 0; k < fresh.size(); ++k) join_neighbours(data, fresh[k].first, fresh.front().first, matches[k]);
  if (told) take_told(data, *told, seeds);
  std::erase_if(seeds, [&](std::uint32_t row) { return !data.is_there(row); });
  std::sort(seeds.begin(), seeds.end());
  seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());
  for (const auto row : recluster(data, std::move(seeds), state_->threads, report.clustered_again)) report.moved.push_back(data.record_id[row]);
  for (const auto row : look_again_at_fragments(data, state_->threads, report.clustered_again)) report.moved.push_back(data.record_id[row]);
  std::sort(report.moved.begin(), report.moved.end());
  report.moved.erase(std::unique(report.moved.begin(), report.moved.end()), report.moved.end());
  return report;
}

IndexReport Index::recount_beyond(double share) {
  auto& data = state_->data;
  IndexReport report;
  if (count_drift(data) < share) return report;
  auto seeds = recount(data, state_->threads);
  state_->search.clear();  // they hold what follows from the model
  for (const auto row : recluster(data, std::move(seeds), state_->threads, report.clustered_again)) report.moved.push_back(data.record_id[row]);
  std::sort(report.moved.begin(), report.moved.end());
  return report;
}

std::size_t Index::records_count() const { return state_->data.records_count; }
const std::vector<std::string>& Index::columns() const { return state_->data.columns; }
double Index::cut_bits() const { return state_->data.cut_bits; }
bool Index::holds(std::int64_t record_id) const { return state_->data.row_of(record_id) != IndexData::nobody; }

std::int64_t Index::cluster_of(std::int64_t record_id) const {
  return smallest_id(state_->data, state_->data.row_of(record_id));
}

std::vector<std::int64_t> Index::members_of(std::int64_t record_id) const {
  std::vector<std::int64_t> members;
  state_->data.each_member(state_->data.row_of(record_id), [&](std::uint32_t row) { members.push_back(state_->data.record_id[row]); });
  std::sort(members.begin(), members.end());
  return members;
}

double Index::drift() const {
  const auto& data = state_->data;
  return static_cast<double>(data.rows() - std::min(data.rows(), data.model_rows)) / static_cast<double>(std::max<std::size_t>(data.model_rows, 1));
}

std::vector<IndexEdge> Index::edges_of(std::span<const std::int64_t> record_ids) const {
  return resolve::edges_of(state_->data, record_ids, state_->threads);
}

std::vector<IndexEdge> Index::ties_of(std::span<const std::int64_t> record_ids) const { return resolve::ties_of(state_->data, record_ids); }

std::optional<IndexPair> Index::pair_of(std::int64_t left_id, std::int64_t right_id) const {
  return resolve::pair_of(state_->data, left_id, right_id);
}

IndexData& Index::data() { return state_->data; }

std::array<std::uint64_t, 3> Index::work() const {
  std::array<std::uint64_t, 3> sum{};
  for (const auto& search : state_->search) {
    if (!search) continue;
    sum[0] += search->walked;
    sum[1] += search->compared;
    sum[2] += search->scored;
  }
  return sum;
}

}  // namespace zhike::resolve
