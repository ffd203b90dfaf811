// SPDX-License-Identifier: Apache-2.0
// Column by column: a field's values are gathered in the order of the customers, so that comparing the records of one
// customer touches memory side by side. Rules are looked at only where the records disagree.
#include "profile/survivorship.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <thread>

namespace zhike::profile {
namespace {

using standard::DataType;

bool is_text(DataType type) { return type == DataType::text || type == DataType::code || type == DataType::json; }

std::int64_t size_of_text(std::string_view text) {
  double value = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return size_of_number(read.ec == std::errc() && read.ptr == text.data() + text.size() ? value : 0);
}

class FieldContest {
 public:
  FieldContest(const Plan& plan, const Candidates& candidates, const FaultyRecords& faulty, std::size_t field)
      : golden_(plan.fields[field]), candidates_(candidates), field_(field), rows_(candidates.record_ids.size()) {
    if (auto found = faulty.find(golden_.field->id); found != faulty.end()) faulty_ = &found->second;
    for (std::size_t i = 0; i < plan.fields.size(); ++i)
      if (plan.fields[i].field->id == golden_.chain.verified_by() && plan.fields[i].populated) read_passes(i, plan.fields[i].field->type);
  }

  FieldChoices run() {
    if (is_text(golden_.field->type)) {
      std::vector<std::string_view> cells(rows_);
      candidates_.texts(field_, cells);
      return judge(cells, [&](std::uint32_t row) { return cells[row].data() != nullptr; });
    }
    std::vector<std::int64_t> cells(rows_);
    std::vector<std::uint8_t> known(rows_);
    candidates_.numbers(field_, cells, known);
    return judge(cells, [&](std::uint32_t row) { return known[row] != 0; });
  }

 private:
  void read_passes(std::size_t by, DataType type) {
    passes_.resize(rows_);
    const auto& values = golden_.chain.verified_values();
    std::vector<std::string_view> texts(is_text(type) ? rows_ : 0);
    if (is_text(type)) {
      candidates_.texts(by, texts);
      for (std::size_t row = 0; row < rows_; ++row)
        passes_[row] = texts[row].data() != nullptr && (values.empty() || std::find(values.begin(), values.end(), texts[row]) != values.end());
      return;
    }
    std::vector<std::int64_t> cells(rows_);
    candidates_.numbers(by, cells, passes_);
    for (std::size_t row = 0; row < rows_ && !values.empty(); ++row)
      if (passes_[row]) passes_[row] = std::find(values.begin(), values.end(), candidates_.display(by, static_cast<std::uint32_t>(row))) != values.end();
  }

  template <class Cells, class Known>
  FieldChoices judge(const Cells& cells, const Known& known) const {
    FieldChoices out;
    out.winner.assign(candidates_.customers(), no_row);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t customer = 0; customer < candidates_.customers(); ++customer) {
      std::uint32_t first = no_row;
      bool contested = false;
      for (std::uint32_t row = candidates_.starts[customer]; row < candidates_.starts[customer + 1]; ++row) {
        if (!known(row)) continue;
        if (first == no_row) first = row;
        else if (cells[row] != cells[first]) contested = true;
      }
      out.winner[customer] = first;
      if (!contested) continue;
      rows.clear();
      for (std::uint32_t row = first; row < candidates_.starts[customer + 1]; ++row)
        if (known(row)) rows.push_back(row);
      Choice choice = decide(cells, rows);
      choice.customer = customer;
      out.winner[customer] = choice.row;
      out.contested.push_back(choice);
    }
    return out;
  }

  // Equal values stand together after sorting; each run claims with its best record and its count.
  template <class Cells>
  Choice decide(const Cells& cells, std::vector<std::uint32_t>& rows) const {
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return cells[a] < cells[b]; });
    Choice choice;
    Key best = 0, second = 0;
    std::uint32_t values = 0;
    for (std::size_t first = 0; first < rows.size();) {
      std::size_t last = first;
      Key claim = 0;
      std::uint32_t claimant = rows[first];
      for (; last < rows.size() && cells[rows[last]] == cells[rows[first]]; ++last) {
        Key key = golden_.chain.key(candidate(cells[rows[last]], rows[last]));
        if (key > claim) claim = key, claimant = rows[last];
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

  Candidate common(std::uint32_t row) const {
    Candidate candidate;
    candidate.record_id = candidates_.record_ids[row];
    candidate.seconds = candidates_.seconds[row];
    candidate.trust = candidates_.trust[row];
    if (golden_.field->id == "address_detail") candidate.address_parts = candidates_.address_parts[row];
    candidate.passes = !passes_.empty() && passes_[row] != 0;
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
    thread_local std::string shown;
    Candidate out = common(row);
    shown = candidates_.display(field_, row);
    out.text = shown;
    switch (golden_.field->type) {
      case DataType::date: out.size = size_of_date(cell); break;
      case DataType::time: out.size = size_of_time(cell); break;
      case DataType::flag: out.size = cell; break;
      case DataType::number: out.size = size_of_number(std::bit_cast<double>(cell)); break;
      default: out.size = size_of_number(static_cast<double>(cell));
    }
    out.place = golden_.chain.place_of(shown);
    return out;
  }

  const GoldenField& golden_;
  const Candidates& candidates_;
  std::size_t field_, rows_;
  const std::unordered_set<std::int64_t>* faulty_ = nullptr;
  std::vector<std::uint8_t> passes_;
};

}  // namespace

std::vector<FieldChoices> choose(const Plan& plan, const Candidates& candidates, const FaultyRecords& faulty, int threads) {
  std::vector<FieldChoices> out(plan.fields.size());
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t field = next++; field < plan.fields.size(); field = next++)
      if (plan.fields[field].populated) out[field] = FieldContest(plan, candidates, faulty, field).run();
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return out;
}

}  // namespace zhike::profile
