// SPDX-License-Identifier: Apache-2.0
// Each type names its members once, in members(); a Reader and a Writer walk over them, so they cannot disagree.
#include "standard/document.h"

#include <boost/json.hpp>
#include <charconv>
#include <type_traits>

#include "base/hash.h"

namespace zhike::standard {

namespace json = boost::json;

namespace {

template <class V, class T>
void members(V& v, T& x) {
  using U = std::remove_const_t<T>;
  if constexpr (std::is_same_v<U, Label>) {
    v("zh", x.zh), v("en", x.en);
  } else if constexpr (std::is_same_v<U, Entity>) {
    v("id", x.id), v("letter", x.letter), v("label", x.label), v("why", x.why);
  } else if constexpr (std::is_same_v<U, Category>) {
    v("id", x.id), v("letter", x.letter), v("label", x.label), v("why", x.why);
  } else if constexpr (std::is_same_v<U, Field>) {
    v("id", x.id), v("code", x.code), v("category", x.category), v("label", x.label), v("type", x.type);
    v.pair("length", x.length_min, x.length_max), v("decimals", x.decimals), v("format", x.format);
    v("code_list", x.code_list), v("dimension", x.dimension), v("entities", x.entities);
    v("required", x.required), v("required_if", x.required_if), v("info_type", x.info_type);
    v("sensitivity", x.sensitivity), v("sensitive", x.sensitive), v("identity", x.identity);
    v("department", x.department), v.always("collected", x.collected), v("derive", x.derive);
    v("clean", x.clean), v("check", x.check), v("survivorship", x.survivorship), v("target", x.target);
    v("fresh_days", x.fresh_days), v("match_kind", x.match_kind), v("aliases", x.aliases), v("why", x.why);
  } else if constexpr (std::is_same_v<U, MappedColumn>) {
    v("id", x.id), v("label", x.label), v("scope", x.scope), v("feeds", x.feeds), v("type", x.type);
    v("required", x.required), v("aliases", x.aliases), v("why", x.why);
  } else if constexpr (std::is_same_v<U, Code>) {
    v("code", x.code), v("label", x.label), v("parent", x.parent), v("valid_from", x.valid_from);
    v("valid_to", x.valid_to), v("successor", x.successor), v("aliases", x.aliases);
  } else if constexpr (std::is_same_v<U, CodeList>) {
    v("id", x.id), v("label", x.label), v("origin", x.origin), v("why", x.why), v("codes", x.codes);
  } else if constexpr (std::is_same_v<U, Property>) {
    v("id", x.id), v("label", x.label), v("type", x.type), v("code_list", x.code_list), v("dimension", x.dimension);
    v("required", x.required), v("aliases", x.aliases);
  } else if constexpr (std::is_same_v<U, EventType>) {
    v("id", x.id), v("label", x.label), v("category", x.category), v("amount", x.amount);
    v("amount_product", x.amount_product), v("channel", x.channel), v("group", x.group);
    v("properties", x.properties), v("aliases", x.aliases), v("why", x.why);
  } else if constexpr (std::is_same_v<U, Level>) {
    v("id", x.id), v("label", x.label), v("width", x.width);
  } else if constexpr (std::is_same_v<U, DimensionItem>) {
    v("code", x.code), v("label", x.label), v("parent", x.parent), v("status", x.status);
    v("valid_from", x.valid_from), v("valid_to", x.valid_to), v("successor", x.successor), v("aliases", x.aliases);
  } else if constexpr (std::is_same_v<U, Dimension>) {
    v("id", x.id), v("label", x.label), v("origin", x.origin), v("levels", x.levels), v("format", x.format);
    v("parent_prefix", x.parent_prefix), v("open_below", x.open_below), v("code_list", x.code_list);
    v("table", x.table), v("owner", x.owner), v("items", x.items), v("why", x.why);
  } else if constexpr (std::is_same_v<U, IdentityRule>) {
    v("id", x.id), v("field", x.field), v("label", x.label), v("class", x.kind), v("use", x.use), v("checked", x.checked);
    v("keyed_by_source", x.keyed_by_source), v("priority", x.priority), v("values_most", x.values_most), v("period", x.period);
    v("records_most", x.records_most), v("contradicts", x.contradicts), v("interval_days", x.interval_days);
    v("hashed", x.hashed), v("blocked", x.blocked), v("why", x.why);
  } else {
    static_assert(std::is_same_v<U, Standard>);
    v("id", x.id), v("version", x.version), v("label", x.label), v("why", x.why), v("targets", x.targets);
    v("entities", x.entities), v("categories", x.categories), v("fields", x.fields), v("columns", x.columns);
    v("envelope", x.envelope), v("code_lists", x.code_lists), v("event_types", x.event_types);
    v("dimensions", x.dimensions), v("identity_rules", x.identity_rules), v("identity_blocked", x.identity_blocked);
  }
}

constexpr std::string_view type_names[] = {"text", "code", "whole", "number", "date", "time", "flag", "json"};

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

struct Reader {
  const json::object& in;

  template <class T>
  void operator()(std::string_view key, T& member) {
    if (const auto* value = in.if_contains(key)) take(*value, member);
  }
  template <class T>
  void always(std::string_view key, T& member) {
    (*this)(key, member);
  }
  void pair(std::string_view key, int& first, int& second) {
    const auto* value = in.if_contains(key);
    if (!value || !value->is_array() || value->get_array().size() != 2) return;
    take(value->get_array()[0], first);
    take(value->get_array()[1], second);
  }

  static void take(const json::value& value, std::string& out) { out = text_of(value); }
  static void take(const json::value& value, bool& out) { out = value.is_bool() && value.get_bool(); }
  static void take(const json::value& value, int& out) {
    if (value.is_int64()) out = static_cast<int>(value.get_int64());
  }
  static void take(const json::value& value, double& out) {
    if (value.is_number()) out = value.to_number<double>();
  }
  static void take(const json::value& value, DataType& out) {
    std::string name = text_of(value);
    for (std::size_t i = 0; i < std::size(type_names); ++i)
      if (type_names[i] == name) out = static_cast<DataType>(i);
  }
  // "name", or {"verb": name, arguments...}.
  static void take(const json::value& value, Verb& out) {
    if (!value.is_object()) {
      out.name = text_of(value);
      return;
    }
    for (const auto& member : value.get_object()) {
      std::string_view key = member.key();
      if (key == "verb") out.name = text_of(member.value());
      else if (key == "severity") out.severity = text_of(member.value());
      else if (key == "dimension") out.dimension = text_of(member.value());
      else if (key == "with") take(member.value(), out.with);
      else out.arguments[std::string(key)] = text_of(member.value());
    }
  }
  template <class T>
  static void take(const json::value& value, std::vector<T>& out) {
    if (!value.is_array()) return;
    out.clear();
    for (const auto& element : value.get_array()) take(element, out.emplace_back());
  }
  template <class T>
  static void take(const json::value& value, std::map<std::string, T>& out) {
    if (!value.is_object()) return;
    for (const auto& member : value.get_object()) take(member.value(), out[std::string(member.key())]);
  }
  template <class T>
    requires std::is_class_v<T>
  static void take(const json::value& value, T& out) {
    if (!value.is_object()) return;
    Reader reader{value.get_object()};
    members(reader, out);
  }
};

struct Writer {
  json::object out;

  template <class T>
  void operator()(std::string_view key, const T& member) {
    json::value value = give(member);
    bool empty = (value.is_string() && value.get_string().empty()) || (value.is_array() && value.get_array().empty()) ||
                 (value.is_object() && value.get_object().empty()) || (value.is_bool() && !value.get_bool()) ||
                 (value.is_int64() && value.get_int64() == 0);
    if (!empty) out[key] = std::move(value);
  }
  void always(std::string_view key, bool member) { out[key] = member; }
  void pair(std::string_view key, int first, int second) {
    if (first || second) out[key] = json::array{first, second};
  }

  static json::value give(const std::string& value) { return json::string(value); }
  static json::value give(bool value) { return value; }
  static json::value give(int value) { return value; }
  static json::value give(double value) { return value; }
  static json::value give(DataType value) { return json::string(name_of(value)); }
  static json::value give(const Verb& verb) {
    if (verb.name.empty()) return json::string();
    json::object object{{"verb", verb.name}};
    for (const auto& [key, argument] : verb.arguments) object[key] = argument;
    if (!verb.with.empty()) object["with"] = give(verb.with);
    if (!verb.severity.empty()) object["severity"] = verb.severity;
    if (!verb.dimension.empty()) object["dimension"] = verb.dimension;
    if (object.size() == 1) return json::string(verb.name);
    return object;
  }
  template <class T>
  static json::value give(const std::vector<T>& values) {
    json::array array;
    for (const auto& value : values) array.push_back(give(value));
    return array;
  }
  template <class T>
  static json::value give(const std::map<std::string, T>& values) {
    json::object object;
    for (const auto& [key, value] : values) object[key] = give(value);
    return object;
  }
  template <class T>
    requires std::is_class_v<T>
  static json::value give(const T& value) {
    Writer writer;
    members(writer, value);
    return std::move(writer.out);
  }
};

void append_number(std::string& out, double number) {
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
}

void append(std::string& out, const json::value& value, int depth, bool indented) {
  auto line = [&](int level) {
    if (indented) out.append(1, '\n').append(static_cast<std::size_t>(level) * 2, ' ');
  };
  if (value.is_object()) {
    out += '{';
    bool first = true;
    for (const auto& member : value.get_object()) {
      if (!std::exchange(first, false)) out += indented ? "," : ", ";
      line(depth + 1);
      out += json::serialize(json::string(member.key())) + ": ";
      append(out, member.value(), depth + 1, indented);
    }
    if (!first) line(depth);
    out += '}';
  } else if (value.is_array()) {
    // Lists of plain values stay on one line: they are read and compared as a whole.
    bool flat = true;
    for (const auto& element : value.get_array()) flat &= !element.is_structured();
    out += '[';
    bool first = true;
    for (const auto& element : value.get_array()) {
      if (!std::exchange(first, false)) out += indented && !flat ? "," : ", ";
      if (!flat) line(depth + 1);
      append(out, element, depth + 1, indented);
    }
    if (!first && !flat) line(depth);
    out += ']';
  } else if (value.is_double()) {
    append_number(out, value.get_double());
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string_view name_of(DataType type) { return type_names[static_cast<std::size_t>(type)]; }

std::string_view sql_type_of(DataType type) {
  switch (type) {
    case DataType::whole: return "BIGINT";
    case DataType::number: return "DOUBLE";
    case DataType::date: return "DATE";
    case DataType::time: return "TIMESTAMPTZ";
    case DataType::flag: return "BOOLEAN";
    default: return "VARCHAR";
  }
}

std::string canonical_text(const json::value& value, bool indented) {
  std::string out;
  append(out, value, 0, indented);
  return out;
}

json::value to_value(const DimensionItem& item) { return Writer::give(item); }

std::string to_json(const Standard& standard) { return canonical_text(Writer::give(standard)) + "\n"; }

Result<Standard> from_json(std::string_view text) {
  boost::system::error_code error;
  json::value document = json::parse(text, error);
  if (error || !document.is_object())
    return Error{ErrorCode::unreadable, "this is no document of a standard: it must be a JSON object written by `zhike standard export`"};
  Standard out;
  read(document, out);
  if (out.id.empty() || out.version.empty() || out.fields.empty())
    return Error{ErrorCode::unreadable, "this is no document of a standard: it has no id, version or fields"};
  settle(out);
  return out;
}

void settle(Standard& standard) {
  auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  auto by_code = [](const auto& a, const auto& b) { return a.code < b.code; };
  std::stable_sort(standard.entities.begin(), standard.entities.end(), by_id);
  std::stable_sort(standard.categories.begin(), standard.categories.end(),
                   [](const auto& a, const auto& b) { return a.letter < b.letter; });
  std::stable_sort(standard.fields.begin(), standard.fields.end(), by_code);
  std::stable_sort(standard.code_lists.begin(), standard.code_lists.end(), by_id);
  std::stable_sort(standard.event_types.begin(), standard.event_types.end(), by_id);
  std::stable_sort(standard.dimensions.begin(), standard.dimensions.end(), by_id);
  std::stable_sort(standard.identity_rules.begin(), standard.identity_rules.end(), by_id);
  for (auto& dimension : standard.dimensions) std::stable_sort(dimension.items.begin(), dimension.items.end(), by_code);
  standard.hash = sha256(to_json(standard));
}

void read(const json::value& in, Entity& out) { Reader::take(in, out); }
void read(const json::value& in, Category& out) { Reader::take(in, out); }
void read(const json::value& in, Field& out) { Reader::take(in, out); }
void read(const json::value& in, MappedColumn& out) { Reader::take(in, out); }
void read(const json::value& in, CodeList& out) { Reader::take(in, out); }
void read(const json::value& in, EventType& out) { Reader::take(in, out); }
void read(const json::value& in, Dimension& out) { Reader::take(in, out); }
void read(const json::value& in, DimensionItem& out) { Reader::take(in, out); }
void read(const json::value& in, IdentityRule& out) { Reader::take(in, out); }
void read(const json::value& in, Standard& out) { Reader::take(in, out); }

}  // namespace zhike::standard
