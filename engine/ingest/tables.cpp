// SPDX-License-Identifier: Apache-2.0
#include "ingest/tables.h"

#include <set>

#include "ingest/content.h"
#include "ingest/row_source.h"
#include "ingest_sql.h"
#include "kernels/text.h"

namespace zhike::ingest {

using db::quote_identifier;
using db::quote_literal;

namespace {

// The archive's name of the column mapped to `target`, as SQL; empty when no column is.
std::string column_of(const Mapping& mapping, std::string_view target) {
  int at = mapping.column_of(target);
  if (at < 0) return "";
  std::vector<std::string> names;
  for (const auto& column : mapping.columns) names.push_back(column.column);
  return "arrived." + quote_identifier(archive_columns(names)[static_cast<std::size_t>(at)]);
}

std::string column_or_null(const Mapping& mapping, std::string_view target) {
  std::string column = column_of(mapping, target);
  return column.empty() ? "NULL" : column;
}

bool has_any(const Mapping& mapping, std::initializer_list<std::string_view> targets) {
  for (auto target : targets)
    if (mapping.column_of(target) >= 0) return true;
  return false;
}

std::string call(std::string_view function, const Mapping& mapping, std::initializer_list<std::string_view> targets) {
  std::string out = std::string(function) + "(";
  for (auto target : targets) out += (out.back() == '(' ? "" : ", ") + column_or_null(mapping, target);
  return out + ")";
}

// A field that files give in parts. Empty when no part is mapped.
std::string joined_parts(const Mapping& mapping, const std::string& field) {
  auto column = [&](std::string_view target) { return column_or_null(mapping, target); };
  if (field == "full_name" && has_any(mapping, {"surname", "given_name", "middle_name"}))
    return "coalesce(" + column("full_name") + ", " + call("zhike_join_name", mapping, {"surname", "given_name", "middle_name"}) + ")";
  if (field == "birth_date" && has_any(mapping, {"birth_year"}))
    return "coalesce(" + column("birth_date") + ", " + column("birth_year") + " || '-' || lpad(" + column("birth_month") +
           ", 2, '0') || '-' || lpad(" + column("birth_day") + ", 2, '0'))";
  if (field == "address_detail" && has_any(mapping, {"province", "city", "district", "street", "street_number", "address_more"}))
    return call("zhike_join_address", mapping,
                {"country", "province", "city", "district", "street", "street_number", "address_detail", "address_more"});
  if (field == "landline" && has_any(mapping, {"phone_area", "phone_extension"}))
    return call("zhike_join_landline", mapping, {"phone_area", "landline", "phone_extension"});
  if (field == "invoice_title" && has_any(mapping, {"invoice_bank"}))
    return "nullif('{' || concat_ws(',', '\"title\":' || to_json(" + column("invoice_title") + "), '\"bank\":' || to_json(" +
           column("invoice_bank") + ")) || '}', '{}')";
  return "";
}

// One JSON object of named values without the missing ones, NULL when nothing is there.
class JsonObject {
 public:
  void add(std::string_view name, const std::string& value) {
    std::string key = "\"";
    for (char c : name) {
      if (c == '"' || c == '\\') key += '\\';
      key += c;
    }
    parts_ += ", " + quote_literal(key + "\":") + " || to_json(" + value + ")";
  }
  // `object`: a JSON object as text; its members are taken over.
  void add_members(const std::string& object) { parts_ += ", substr(" + object + ", 2, length(" + object + ") - 2)"; }
  std::string text() const { return parts_.empty() ? "NULL" : "nullif('{' || concat_ws(','" + parts_ + ") || '}', '{}')"; }

 private:
  std::string parts_;
};

std::string rest_members(const Mapping& mapping, JsonObject object) {
  std::vector<std::string> names;
  for (const auto& column : mapping.columns) names.push_back(column.column);
  names = archive_columns(names);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (mapping.columns[i].target.empty()) object.add(mapping.columns[i].column, "arrived." + quote_identifier(names[i]));
  object.add_members("arrived." + std::string(rest_column));
  return object.text();
}

struct ColumnList {
  LoadColumns out;
  void add(const std::string& column, const std::string& expression) {
    out.columns += (out.columns.empty() ? "" : ",\n  ") + column;
    out.expressions += (out.expressions.empty() ? "" : ",\n  ") + expression + " AS " + column;
  }
};

std::string entity_expression(const Mapping& mapping) {
  if (mapping.entity != "auto") return quote_literal(mapping.entity);
  if (!has_any(mapping, {"party_type", "full_name", "uscc"})) return "'person'";
  return call("zhike_entity", mapping, {"party_type", "full_name", "uscc"});
}

bool text_or_null(std::string_view text, std::string& out) {
  out.assign(text);
  return !out.empty();
}

// 王 + 伟 -> 王伟; John + Smith -> John Smith. The order follows the script.
bool join_name(std::span<const std::string_view> parts, std::string& out) {
  std::string_view surname = kernels::trim(parts[0]), given = kernels::trim(parts[1]), middle = kernels::trim(parts[2]);
  if (kernels::has_han(surname) || kernels::has_han(given)) {
    out.append(surname).append(middle).append(given);
    return !out.empty();
  }
  for (std::string_view part : {given, middle, surname}) {
    if (part.empty()) continue;
    if (!out.empty()) out += ' ';
    out += part;
  }
  return !out.empty();
}

// Chinese addresses run from the large to the small and need no blanks; a part that a later one repeats is left out.
bool join_address(std::span<const std::string_view> parts, std::string& out) {
  std::string_view country = kernels::trim(parts[0]), province = kernels::trim(parts[1]), city = kernels::trim(parts[2]),
                   district = kernels::trim(parts[3]), street = kernels::trim(parts[4]), number = kernels::trim(parts[5]),
                   detail = kernels::trim(parts[6]), more = kernels::trim(parts[7]);
  bool han = false;
  for (auto part : parts) han |= kernels::has_han(part);
  if (han) {
    for (std::string_view part : {province, city, district})
      if (!part.empty() && detail.find(part) == std::string_view::npos && street.find(part) == std::string_view::npos &&
          !std::string_view(out).ends_with(part))
        out += part;
    for (std::string_view part : {street, number, detail, more}) out += part;
    return !out.empty();
  }
  std::string line(number);
  if (!street.empty()) line += (line.empty() ? "" : " ") + std::string(street);
  for (std::string_view part : {more, std::string_view(line), detail, district, city, province, country}) {
    if (part.empty()) continue;
    if (!out.empty()) out += ", ";
    out += part;
  }
  return !out.empty();
}

bool join_landline(std::span<const std::string_view> parts, std::string& out) {
  if (parts[1].empty()) return false;
  if (!parts[0].empty() && parts[1].find('-') == std::string_view::npos && !parts[1].starts_with(parts[0]))
    out.append(parts[0]).append("-");
  out += parts[1];
  if (!parts[2].empty()) out.append("-").append(parts[2]);
  return true;
}

bool tell_entity(std::span<const std::string_view> parts, std::string& out) {
  std::string type = standard::fold_spelling(parts[0]);
  bool organisation = type == "o" || type == "organisation" || type == "organization" || type == "company" || type == "企业" ||
                      type == "组织" || type == "机构" || type == "单位" || type == "公司" || type == "法人" ||
                      type == "企业客户" || type == "b2b" || type == "enterprise" || type == "corporate";
  if (type.empty()) organisation = !kernels::trim(parts[2]).empty() || looks_like_company(kernels::trim(parts[1]));
  return text_or_null(organisation ? "organisation" : "person", out);
}

}  // namespace

Status create_tables(flow::Context& context) {
  ZK_TRY_SET(std::int64_t made, context.lake().count("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'ingest'"));
  ZK_TRY(context.run_sql("create_schema", sql::create_schema));
  ZK_TRY(context.run_sql("create_source", sql::create_source));
  ZK_TRY(context.run_sql("create_batch", sql::create_batch));
  ZK_TRY(context.run_sql("create_record", sql::create_record));
  ZK_TRY(context.run_sql("create_record_past", sql::create_record_past));
  ZK_TRY(context.run_sql("create_event", sql::create_event));
  ZK_TRY(context.run_sql("create_reject", sql::create_reject));
  return made == 0 ? context.lake().execute("CHECKPOINT") : done();
}

Status add_columns(flow::Context& context, const std::vector<std::string>& fields) {
  for (const char* table : {"record", "record_past"}) {
    ZK_TRY_SET(db::Rows rows, context.lake().query(sql::list_columns, {{"table_name", std::string(table)}}));
    std::set<std::string> present;
    for (std::size_t i = 0; i < rows.size(); ++i) present.emplace(rows.text(i, 0));
    for (const auto& field : fields)
      if (!present.contains(field))
        ZK_TRY(context.run_sql("add_column", sql::add_column, {{"table", table}, {"column", quote_identifier(field)}}));
  }
  return done();
}

LoadColumns record_columns(const standard::Standard& standard, const Mapping& mapping, const BatchFacts& batch, bool repeats) {
  ColumnList list;
  list.add("record_id", repeats ? "verdict.record_id" : "arrived.zhike_id");
  list.add("batch_id", std::to_string(batch.batch_id));
  list.add("source_id", quote_literal(batch.source_id));
  std::string content_key = "'#' || lower(to_hex(arrived.zhike_hash)) || '-' || " + std::string(repeats ? "verdict.occurrence" : "1");
  std::string key = column_of(mapping, "source_key");
  list.add("source_key", key.empty() ? content_key : "coalesce(" + key + ", " + content_key + ")");
  list.add("entity", entity_expression(mapping));
  list.add("line", "arrived.zhike_line");
  list.add("row_hash", row_hash(mapping));
  list.add("recorded_at", column_or_null(mapping, "recorded_at"));
  for (const auto* field : standard.collected()) {
    std::string expression = joined_parts(mapping, field->id);
    if (expression.empty()) expression = column_of(mapping, field->id);
    if (expression.empty()) continue;
    list.add(quote_identifier(field->id), expression);
    list.out.fields.push_back(field->id);
  }
  list.add("rest", rest_members(mapping, {}));
  return list.out;
}

LoadColumns event_columns(const Mapping& mapping, const BatchFacts& batch) {
  ColumnList list;
  list.add("batch_id", std::to_string(batch.batch_id));
  list.add("source_id", quote_literal(batch.source_id));
  list.add("line", "arrived.zhike_line");
  std::string type = column_of(mapping, "event_type");
  std::string constant = mapping.event_type.empty() ? "NULL" : quote_literal(mapping.event_type);
  list.add("event_type", type.empty() ? constant : "coalesce(" + type + ", " + constant + ")");
  std::set<std::string_view> members{"event_id", "event_type"};
  for (std::string_view member : {"occurred_at", "customer_key", "mobile", "email", "wechat_unionid", "device_id"}) {
    list.add(std::string(member), column_or_null(mapping, member));
    members.insert(member);
  }
  JsonObject properties;
  for (const auto& column : mapping.columns)
    if (!column.target.empty() && !members.contains(column.target)) properties.add(column.target, column_of(mapping, column.target));
  list.add("properties", rest_members(mapping, properties));
  return list.out;
}

std::string_view key_target(const Mapping& mapping) { return mapping.is_event() ? "event_id" : "source_key"; }

std::string is_keyed(const Mapping& mapping) {
  std::string key = column_of(mapping, key_target(mapping));
  return key.empty() ? "FALSE" : key + " IS NOT NULL";
}

std::string row_hash(const Mapping& mapping) {
  return "xor(arrived.zhike_hash, " + std::to_string(meaning_hash(mapping)) + "::UBIGINT)";
}

Status add_load_functions(db::Connection& connection) {
  ZK_TRY_SET(std::int64_t known, connection.count("SELECT count(*) FROM duckdb_functions() WHERE function_name = 'zhike_key_id'"));
  if (known > 0) return done();
  ZK_TRY(connection.add_function("zhike_join_name", 3, join_name));
  ZK_TRY(connection.add_function("zhike_join_address", 8, join_address));
  ZK_TRY(connection.add_function("zhike_join_landline", 3, join_landline));
  ZK_TRY(connection.add_function("zhike_entity", 3, tell_entity));
  return connection.add_function("zhike_key_id", 2, [](std::span<const std::string_view> parts, std::string& out) {
    out = std::to_string(key_id(parts[0], parts[1]));
    return true;
  });
}

}  // namespace zhike::ingest
