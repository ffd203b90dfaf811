// SPDX-License-Identifier: Apache-2.0
// Customers that several sources know: do these agree? And how many records stand for one customer? Both look at all
// records of a customer, which are read once for both.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "db/row_groups.h"
#include "db/value.h"
#include "measure/quality_counts.h"
#include "measure_sql.h"

namespace zhike::measure {
namespace {

using db::quote_identifier;

// Columns of sql/quality_agreement.sql: the fields come behind these.
constexpr std::size_t source_column = 1, first_field = 2;
constexpr std::size_t customers_at_once = 4096;

// What identifies somebody is the same everywhere; a status or a consent may rightly differ from source to source.
std::vector<std::size_t> compared_fields(const Plan& plan) {
  std::vector<std::size_t> fields;
  for (std::size_t f = 0; f < plan.fields.size(); ++f) {
    const FieldPlan& item = plan.fields[f];
    const bool identifying = item.field->identity != "none" && item.weight > 1;
    if (item.in_records && (identifying || !item.pairs.empty())) fields.push_back(f);
  }
  return fields;
}

// What one thread has counted.
struct Counted {
  std::map<std::string, Tally, std::less<>> uniqueness;  // by source: customers, records
  std::vector<Tally> agreement;                          // by compared field: that agree, that hold it at least twice
};

class AgreementCount {
 public:
  AgreementCount(const db::RowGroups& rows, std::size_t fields) : rows_(rows) { counted_.agreement.resize(fields); }

  void look_at(std::size_t customer) {
    const std::uint32_t begin = rows_.begin(customer), end = rows_.begin(customer + 1);
    sources_.clear();
    for (std::uint32_t row = begin; row < end; ++row) {
      const std::string_view source = rows_.row(row).text(source_column);
      const bool first = std::find(sources_.begin(), sources_.end(), source) == sources_.end();
      if (first) sources_.push_back(source);
      auto known = counted_.uniqueness.find(source);
      if (known == counted_.uniqueness.end()) known = counted_.uniqueness.emplace(std::string(source), Tally{}).first;
      known->second += {first ? 1 : 0, 1};
    }
    if (sources_.size() < 2) return;
    for (std::size_t i = 0; i < counted_.agreement.size(); ++i) compare(first_field + i, begin, end, counted_.agreement[i]);
  }
  const Counted& counted() const { return counted_; }

 private:
  void compare(std::size_t column, std::uint32_t begin, std::uint32_t end, Tally& tally) const {
    std::int64_t held = 0, value = 0;
    bool agree = true;
    for (std::uint32_t row = begin; row < end; ++row) {
      const db::GroupedRow record = rows_.row(row);
      if (!record.has(column)) continue;
      if (held++ == 0) value = record.whole(column);
      else agree = agree && record.whole(column) == value;
    }
    if (held > 1) tally += {agree ? 1 : 0, 1};
  }

  const db::RowGroups& rows_;
  Counted counted_;
  std::vector<std::string_view> sources_;
};

Counted count_all(const db::RowGroups& rows, std::size_t fields, int threads) {
  Counted sum;
  sum.agreement.resize(fields);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards sum
  auto work = [&] {
    AgreementCount count(rows, fields);
    for (std::size_t first = next.fetch_add(customers_at_once); first < rows.size(); first = next.fetch_add(customers_at_once))
      for (std::size_t customer = first; customer < std::min(rows.size(), first + customers_at_once); ++customer) count.look_at(customer);
    std::lock_guard lock(mutex);
    for (const auto& [source, tally] : count.counted().uniqueness) sum.uniqueness[source] += tally;
    for (std::size_t i = 0; i < fields; ++i) sum.agreement[i] += count.counted().agreement[i];
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return sum;
}

}  // namespace

Status count_agreement(db::Connection& lake, const Plan& plan, Counts& counts) {
  const auto fields = compared_fields(plan);
  std::string values;
  std::vector<db::SourceType> types{db::SourceType::text, db::SourceType::text};
  for (std::size_t f : fields) {
    std::string column = quote_identifier(plan.fields[f].field->id);
    values += ",\n  CASE WHEN customer." + column + " IS NOT NULL THEN hash(customer." + column + ") END";
    types.push_back(db::SourceType::unsigned_whole);
  }
  db::RowGroups rows(std::move(types));
  ZK_TRY_SET(std::string sink, lake.add_sink(rows.sink()));
  ZK_TRY(lake.execute(db::fill_slots(sql::quality_agreement, {{"sink", sink}, {"values", values}})));
  ZK_TRY_SET(std::int64_t threads, lake.count("SELECT current_setting('threads')"));
  ZK_TRY(rows.group(static_cast<int>(threads)));
  const Counted counted = count_all(rows, fields.size(), static_cast<int>(threads));
  Tally& all = counts.uniqueness[""];
  all.numerator = static_cast<std::int64_t>(rows.size());
  for (const auto& [source, tally] : counted.uniqueness) {
    counts.uniqueness[source] = tally;
    all.denominator += tally.denominator;
  }
  for (std::size_t i = 0; i < fields.size(); ++i) counts.fields[fields[i]].consistency += counted.agreement[i];
  return done();
}

}  // namespace zhike::measure
