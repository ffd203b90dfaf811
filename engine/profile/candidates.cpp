// SPDX-License-Identifier: Apache-2.0
#include "profile/candidates.h"

#include <algorithm>

#include "profile/golden.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

constexpr std::size_t first_field_column = 8;

std::string address_parts_known() {
  std::string sum;
  for (const char* part : {"division_code", "province", "city", "district", "town", "road", "number", "building", "unit", "floor", "room", "place"})
    sum += (sum.empty() ? "" : " + ") + std::string("CAST(customer.address_") + part + " IS NOT NULL AS INTEGER)";
  return sum;
}

}  // namespace

Result<Candidates> Candidates::load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part) {
  Candidates out;
  std::vector<std::string> columns;
  for (const auto& golden : plan.fields) {
    out.columns_.push_back(golden.populated ? first_field_column + columns.size() : 0);
    if (golden.populated) columns.push_back("customer." + db::quote_identifier(golden.field->id));
  }
  ZK_TRY_SET(out.rows_, context.lake().query(
      db::fill_slots(sql::candidate, {{"columns", joined(columns, ",\n  ")}, {"address_parts", address_parts_known()}}),
      {{"parts", parts}, {"part", part}}));
  if (out.rows_.size() >= UINT32_MAX) return Error{ErrorCode::too_large, "too many records for one part of the survivorship step"};
  out.group();
  return out;
}

// Counting sort by the customer's number.
void Candidates::group() {
  std::vector<std::uint32_t> all(rows_.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
  std::vector<std::int64_t> member(all.size());
  std::vector<std::uint8_t> known(all.size());
  rows_.gather(0, all, member.data(), known.data());
  std::int64_t members = 0;
  for (std::int64_t number : member) members = std::max(members, number + 1);
  std::vector<std::uint32_t> ends(static_cast<std::size_t>(members) + 1);
  for (std::int64_t number : member) ++ends[static_cast<std::size_t>(number) + 1];
  starts.push_back(0);
  for (std::size_t i = 1; i < ends.size(); ++i) {
    ends[i] += ends[i - 1];
    if (ends[i] > ends[i - 1]) starts.push_back(ends[i]);
  }
  order_.resize(all.size());
  for (std::uint32_t row : all) order_[ends[static_cast<std::size_t>(member[row])]++] = row;

  record_ids.resize(all.size());
  seconds.resize(all.size());
  rows_.gather(2, order_, record_ids.data(), known.data());
  rows_.gather(5, order_, seconds.data(), known.data());
  auto bytes = [&](std::size_t column, std::vector<std::uint8_t>& out) {
    rows_.gather(column, order_, member.data(), known.data());
    out.resize(member.size());
    std::transform(member.begin(), member.end(), out.begin(), [](std::int64_t value) { return static_cast<std::uint8_t>(value); });
  };
  bytes(4, trust);
  bytes(7, address_parts);
}

void Candidates::texts(std::size_t field, std::span<std::string_view> out) const { rows_.gather(columns_[field], order_, out.data()); }

void Candidates::numbers(std::size_t field, std::span<std::int64_t> out, std::span<std::uint8_t> known) const {
  rows_.gather(columns_[field], order_, out.data(), known.data());
}

std::string Candidates::display(std::size_t field, std::uint32_t row) const { return rows_.display(order_[row], columns_[field]); }

void Candidates::texts_of(std::size_t column, std::span<const std::uint32_t> rows, std::string_view* out) const {
  std::vector<std::uint32_t> places(rows.size());
  std::transform(rows.begin(), rows.end(), places.begin(), [&](std::uint32_t row) { return order_[row]; });
  rows_.gather(column, places, out);
}

void Candidates::numbers_of(std::size_t column, std::span<const std::uint32_t> rows, std::int64_t* out, std::uint8_t* known) const {
  std::vector<std::uint32_t> places(rows.size());
  std::transform(rows.begin(), rows.end(), places.begin(), [&](std::uint32_t row) { return order_[row]; });
  rows_.gather(column, places, out, known);
}

}  // namespace zhike::profile
