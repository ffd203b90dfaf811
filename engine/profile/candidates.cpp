// SPDX-License-Identifier: Apache-2.0
#include "profile/candidates.h"

#include "profile/golden.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::SourceType;

std::string address_parts_known() {
  std::string sum;
  for (const char* part : {"division_code", "province", "city", "district", "town", "road", "number", "building", "unit", "floor", "room", "place"})
    sum += (sum.empty() ? "" : " + ") + std::string("CAST(customer.address_") + part + " IS NOT NULL AS BIGINT)";
  return sum;
}

}  // namespace

SourceType stored_type(standard::DataType type) {
  switch (type) {
    case standard::DataType::whole: return SourceType::whole;
    case standard::DataType::number: return SourceType::number;
    case standard::DataType::date: return SourceType::date;
    case standard::DataType::time: return SourceType::time;
    case standard::DataType::flag: return SourceType::flag;
    default: return SourceType::text;
  }
}

Result<std::unique_ptr<Candidates>> Candidates::load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part) {
  std::vector<std::string> fields;
  std::vector<std::size_t> columns;
  std::vector<SourceType> types(first_field, SourceType::whole);
  types[cuid] = types[source_id] = SourceType::text;
  types[recorded_at] = SourceType::time;
  for (const auto& golden : plan.fields) {
    columns.push_back(golden.populated ? types.size() : 0);
    if (!golden.populated) continue;
    fields.push_back("customer." + db::quote_identifier(golden.field->id));
    types.push_back(stored_type(golden.field->type));
  }
  std::unique_ptr<Candidates> out(new Candidates(std::move(types), std::move(columns)));
  std::string among = parts == 1 ? "TRUE" : "hash(resolved.cuid) % " + std::to_string(parts) + " = " + std::to_string(part);
  ZK_TRY_SET(std::string sink, context.lake().add_sink(out->rows_.sink()));
  ZK_TRY(context.run_sql("profile.candidate", sql::candidate,
                         {{"sink", sink}, {"columns", joined(fields, ",\n  ")}, {"address_parts", address_parts_known()}, {"among", among}}));
  ZK_TRY_SET(std::int64_t threads, context.lake().count("SELECT current_setting('threads')"));
  ZK_TRY(out->rows_.group(static_cast<int>(threads)));
  return out;
}

}  // namespace zhike::profile
