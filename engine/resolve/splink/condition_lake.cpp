// SPDX-License-Identifier: Apache-2.0
#include "resolve/splink/condition_lake.h"

#include <algorithm>

#include "db/connection.h"
#include "resolve_sql.h"

namespace zhike::resolve::splink {
namespace {

constexpr std::size_t pairs_most = 100'000'000;

class RecordSource : public db::Source {
 public:
  RecordSource(const Table& table, const std::vector<std::uint32_t>& order) : table_(table), order_(order) {}
  std::vector<db::SourceColumn> columns() const override {
    std::vector<db::SourceColumn> out{{"splink_row", db::SourceType::whole}};
    for (const auto& column : table_.columns) out.push_back({column.name});
    return out;
  }
  Status fill(db::ChunkWriter& out, Local*) override {
    std::size_t row = 0;
    for (; row < out.capacity() && at_ < order_.size(); ++row, ++at_) {
      out.set_whole(0, row, static_cast<std::int64_t>(at_));
      for (std::size_t c = 0; c < table_.columns.size(); ++c) {
        const auto& text = table_.columns[c].text(order_[at_]);
        if (text.empty()) out.set_null(c + 1, row);
        else out.set_text(c + 1, row, text);
      }
    }
    out.set_size(row);
    return done();
  }

 private:
  const Table& table_;
  const std::vector<std::uint32_t>& order_;
  std::size_t at_ = 0;
};

// Starts again from the first pair whenever the pairs are set.
class PairSource : public db::Source {
 public:
  void set(const std::vector<RowPair>& pairs) {
    pairs_ = &pairs;
    at_ = 0;
  }
  std::vector<db::SourceColumn> columns() const override {
    return {{"pair_number", db::SourceType::whole}, {"left_row", db::SourceType::whole}, {"right_row", db::SourceType::whole}};
  }
  Status fill(db::ChunkWriter& out, Local*) override {
    std::size_t row = 0;
    for (; row < out.capacity() && at_ < pairs_->size(); ++row, ++at_) {
      out.set_whole(0, row, static_cast<std::int64_t>(at_));
      out.set_whole(1, row, (*pairs_)[at_].first);
      out.set_whole(2, row, (*pairs_)[at_].second);
    }
    out.set_size(row);
    return done();
  }

 private:
  const std::vector<RowPair>* pairs_ = nullptr;
  std::size_t at_ = 0;
};

Error refused(const std::string& condition, const Error& error) {
  return {ErrorCode::bad_request, "DuckDB refuses the condition " + condition + " of the Splink model: " + error.message};
}

}  // namespace

struct ConditionLake::State {
  State(db::Database opened, db::Connection connected) : database(std::move(opened)), connection(std::move(connected)) {}
  db::Database database;
  db::Connection connection;
  std::shared_ptr<PairSource> pairs = std::make_shared<PairSource>();
};

ConditionLake::ConditionLake(const Table& table, const std::vector<std::uint32_t>& order) : table_(table), order_(order) {}
ConditionLake::~ConditionLake() = default;

Status ConditionLake::open() {
  if (state_) return done();
  db::OpenOptions options;
  options.external_access = false;
  ZK_TRY_SET(auto database, db::Database::open(options));
  ZK_TRY_SET(auto connection, database.connect());
  auto state = std::make_unique<State>(std::move(database), std::move(connection));
  ZK_TRY(state->connection.execute(sql::splink_schema));
  ZK_TRY(state->connection.add_source("splink_rows", std::make_shared<RecordSource>(table_, order_)));
  ZK_TRY(state->connection.execute(sql::splink_record));
  ZK_TRY(state->connection.add_source("splink_pairs", state->pairs));
  state_ = std::move(state);
  return done();
}

Result<std::vector<char>> ConditionLake::holds(const std::string& condition, const std::vector<RowPair>& pairs) {
  ZK_TRY(open());
  std::string columns;
  for (const auto& column : table_.columns) {
    const auto name = db::quote_identifier(column.name);
    columns += (columns.empty() ? "l." : ", l.") + name + " AS " + db::quote_identifier(column.name + "_l") + ", r." + name + " AS " + db::quote_identifier(column.name + "_r");
  }
  state_->pairs->set(pairs);
  auto rows = state_->connection.query(db::fill_slots(sql::splink_condition, {{"columns", columns}, {"condition", condition}}));
  if (!rows.ok()) return refused(condition, rows.error());
  std::vector<char> out(pairs.size(), 0);
  for (std::size_t row = 0; row < rows.value().size(); ++row) out[static_cast<std::size_t>(rows.value().whole(row, 0))] = 1;
  return out;
}

Result<std::vector<RowPair>> ConditionLake::block(const std::string& rule) {
  ZK_TRY(open());
  auto rows = state_->connection.query(db::fill_slots(sql::splink_block, {{"rule", rule}}));
  if (!rows.ok()) return refused(rule, rows.error());
  if (rows.value().size() > pairs_most) return Error{ErrorCode::too_large, "the blocking rule " + rule + " makes more than 100 million pairs; narrow it"};
  std::vector<RowPair> out;
  out.reserve(rows.value().size());
  for (std::size_t row = 0; row < rows.value().size(); ++row)
    out.emplace_back(static_cast<std::uint32_t>(rows.value().whole(row, 0)), static_cast<std::uint32_t>(rows.value().whole(row, 1)));
  return out;
}

}  // namespace zhike::resolve::splink
