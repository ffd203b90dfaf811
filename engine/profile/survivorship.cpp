// SPDX-License-Identifier: Apache-2.0
// Customer by customer, all fields at once: a record's values lie side by side. Rules are looked at only where the records
// disagree.
#include "profile/survivorship.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <mutex>
#include <thread>

namespace zhike::profile {
namespace {

using standard::DataType;

constexpr std::size_t customers_at_once = 4096;

bool is_text(DataType type) { return stored_type(type) == db::SourceType::text; }

std::int64_t size_of_text(std::string_view text) {
  double value = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return size_of_number(read.ec == std::errc() && read.ptr == text.data() + text.size() ? value : 0);
}

// The rules of one field. One of each for each thread, since it keeps its memory from customer to customer.
class FieldContest {
 public:
  FieldContest(const Plan& plan, const Candidates& candidates, const FaultyRecords& faulty, std::size_t field)
      : plan_(plan), golden_(plan.fields[field]), candidates_(candidates), field_(field), column_(candidates.column_of(field)),
        is_text_(is_text(golden_.field->type)), has_parts_(golden_.field->id == "address_detail") {
    if (auto found = faulty.find(golden_.field->id); found != faulty.end()) faulty_ = &found->second;
    for (std::size_t i = 0; i < plan.fields.size(); ++i)
      if (plan.fields[i].field->id == golden_.chain.verified_by() && plan.fields[i].populated) verified_by_ = i;
  }

  // The row whose value is shown. Adds to `contested` when there was something to choose.
  std::uint32_t judge(std::uint32_t begin, std::uint32_t end, std::vector<Choice>& contested) {
    return is_text_ ? judge_cells(texts_, begin, end, contested) : judge_cells(wholes_, begin, end, contested);
  }

 private:
  template <class Cell>
  using Cells = std::vector<std::pair<Cell, std::uint32_t>>;

  void read(const db::GroupedRow& record, std::string_view& cell) const { cell = record.text(column_); }
  void read(const db::GroupedRow& record, std::int64_t& cell) const { cell = record.whole(column_); }

  template <class Cell>
  std::uint32_t judge_cells(Cells<Cell>& cells, std::uint32_t begin, std::uint32_t end, std::vector<Choice>& contested) const {
    cells.clear();
    bool differ = false;
    for (std::uint32_t row = begin; row < end; ++row) {
      const db::GroupedRow record = candidates_.row(row);
      if (!record.has(column_)) continue;
      Cell cell;
      read(record, cell);
      cells.emplace_back(cell, row);
      differ = differ || cell != cells.front().first;
    }
    if (cells.empty()) return no_row;
    if (!differ) return cells.front().second;
    contested.push_back(decide(cells));
    return contested.back().row;
  }

  // Equal values stand together after sorting; each run claims with its best record and its count.
  template <class Cell>
  Choice decide(Cells<Cell>& cells) const {
    std::sort(cells.begin(), cells.end());
    Choice choice;
    choice.field = static_cast<std::uint32_t>(field_);
    Key best = 0, second = 0;
    std::uint32_t values = 0;
    for (std::size_t first = 0; first < cells.size();) {
      std::size_t last = first;
      Key claim = 0;
      std::uint32_t claimant = cells[first].second;
      for (; last < cells.size() && cells[last].first == cells[first].first; ++last) {
        Key key = golden_.chain.key(candidate(cells[last].first, cells[last].second));
        if (key > claim) claim = key, claimant = cells[last].second;
      }
      claim = golden_.chain.with_count(claim, last - first);
      if (claim > best) second = best, best = claim, choice.row = claimant;
      else second = std::max(second, claim);
      ++values;
      first = last;
    }
    choice.alternatives_count = values - 1;
    choice.rule = golden_.chain.decided_by(best, second);
    return choice;
  }

  bool passes(std::uint32_t row) const {
    const auto& values = golden_.chain.verified_values();
    if (verified_by_ == no_field || !candidates_.row(row).has(candidates_.column_of(verified_by_))) return false;
    return values.empty() || std::find(values.begin(), values.end(), shown(plan_, candidates_, verified_by_, row)) != values.end();
  }

  Candidate common(std::uint32_t row) const {
    const db::GroupedRow record = candidates_.row(row);
    Candidate candidate;
    candidate.record_id = record.whole(Candidates::record_id);
    candidate.seconds = record.whole(Candidates::seconds);
    candidate.trust = record.whole(Candidates::trust);
    if (has_parts_) candidate.address_parts = record.whole(Candidates::address_parts);
    candidate.passes = passes(row);
    candidate.sound = faulty_ == nullptr || !faulty_->contains(candidate.record_id);
    return candidate;
  }
  Candidate candidate(std::string_view cell, std::uint32_t row) const {
    Candidate out = common(row);
    out.text = cell;
    out.size = size_of_text(cell);
    out.place = golden_.chain.place_of(cell);
    return out;
  }
  Candidate candidate(std::int64_t cell, std::uint32_t row) const {
    thread_local std::string text;
    Candidate out = common(row);
    text = shown(plan_, candidates_, field_, row);
    out.text = text;
    switch (golden_.field->type) {
      case DataType::date: out.size = size_of_date(cell); break;
      case DataType::time: out.size = size_of_time(cell); break;
      case DataType::flag: out.size = cell; break;
      case DataType::number: out.size = size_of_number(std::bit_cast<double>(cell)); break;
      default: out.size = size_of_number(static_cast<double>(cell));
    }
    out.place = golden_.chain.place_of(text);
    return out;
  }

  static constexpr std::size_t no_field = SIZE_MAX;

  const Plan& plan_;
  const GoldenField& golden_;
  const Candidates& candidates_;
  std::size_t field_, column_;
  bool is_text_, has_parts_;
  const std::unordered_set<std::int64_t>* faulty_ = nullptr;
  std::size_t verified_by_ = no_field;
  Cells<std::string_view> texts_;
  Cells<std::int64_t> wholes_;
};

}  // namespace

std::string shown(const Plan& plan, const Candidates& candidates, std::size_t field, std::uint32_t row) {
  const db::GroupedRow record = candidates.row(row);
  const std::size_t column = candidates.column_of(field);
  if (!record.has(column)) return {};
  switch (stored_type(plan.fields[field].field->type)) {
    case db::SourceType::text: return std::string(record.text(column));
    case db::SourceType::flag: return db::display(db::ColumnType::flag, record.whole(column));
    case db::SourceType::date: return db::display(db::ColumnType::date, record.whole(column));
    case db::SourceType::time: return db::display(db::ColumnType::time, record.whole(column));
    case db::SourceType::number: return db::display(db::ColumnType::number, record.whole(column));
    default: return db::display(db::ColumnType::whole, record.whole(column));
  }
}

Chosen choose(const Plan& plan, std::unique_ptr<Candidates> loaded, const FaultyRecords& faulty, int threads) {
  Chosen out{std::move(loaded), {}, {}, {}};
  const Candidates& candidates = *out.candidates;
  for (std::size_t field = 0; field < plan.fields.size(); ++field)
    if (plan.fields[field].populated) out.fields.push_back(field);
  out.winner.resize(candidates.customers() * out.fields.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards out.contested
  auto work = [&] {
    std::vector<FieldContest> contests;
    for (std::size_t field : out.fields) contests.emplace_back(plan, candidates, faulty, field);
    std::vector<Choice> contested;
    for (std::size_t first = next.fetch_add(customers_at_once); first < candidates.customers(); first = next.fetch_add(customers_at_once))
      for (std::size_t customer = first; customer < std::min(candidates.customers(), first + customers_at_once); ++customer)
        for (std::size_t i = 0; i < contests.size(); ++i)
          out.winner[customer * contests.size() + i] = contests[i].judge(candidates.begin(customer), candidates.begin(customer + 1), contested);
    std::lock_guard lock(mutex);
    out.contested.insert(out.contested.end(), contested.begin(), contested.end());
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return out;
}

}  // namespace zhike::profile
