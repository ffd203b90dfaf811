// SPDX-License-Identifier: Apache-2.0
// A small interpreter of JSON Schema; schema.h says which part of it.
#include "standard/schema.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "kernels/nearest_name.h"
#include "kernels/pattern.h"
#include "kernels/text.h"

namespace zhike::standard {

namespace json = boost::json;
namespace fs = std::filesystem;

struct Schemas::State {
  std::map<std::string, json::value, std::less<>> files;                // kind -> schema
  std::map<std::string, kernels::Pattern, std::less<>> patterns;        // by expression
};

namespace {

constexpr std::string_view known_keywords[] = {
    "$schema", "$ref", "$defs", "title", "description", "type", "enum", "anyOf", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "items", "properties", "required", "additionalProperties"};

std::string_view text_of(const json::value& value) {
  return value.is_string() ? std::string_view(value.get_string()) : std::string_view();
}

bool has_type(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

std::string_view type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::object: return "an object";
    case json::kind::array: return "a list";
    case json::kind::string: return "text";
    case json::kind::bool_: return "true or false";
    case json::kind::null: return "null";
    default: return "a number";
  }
}

// One document against one schema.
class Walk {
 public:
  Walk(const std::map<std::string, json::value, std::less<>>& files,
       const std::map<std::string, kernels::Pattern, std::less<>>& patterns, const std::string& file,
       std::vector<Problem>& problems)
      : files_(files), patterns_(patterns), file_(file), problems_(problems) {}

  void value(const json::value& rule, const json::value& value, const std::string& path) {
    const json::object& schema = resolve(rule);
    if (const auto* any = schema.if_contains("anyOf")) return any_of(any->get_array(), value, path);
    if (const auto* type = schema.if_contains("type"); type && !has_type(value, text_of(*type))) {
      std::string expected(text_of(*type));
      return say(path, "expected " + expected + ", found " + std::string(type_of(value)));
    }
    if (const auto* choices = schema.if_contains("enum")) choice(choices->get_array(), value, path);
    if (value.is_string()) string(schema, value, path);
    if (value.is_number()) number(schema, value, path);
    if (value.is_array()) array(schema, value.get_array(), path);
    if (value.is_object()) object(schema, value.get_object(), path);
  }

 private:
  void say(const std::string& path, std::string message, std::string_view nearest = {}) {
    problems_.push_back({file_, path, std::move(message), std::string(nearest)});
  }

  // Follows "defs.json#/$defs/name"; the references of shipped schemas were checked when they were read.
  const json::object& resolve(const json::value& rule) const {
    const json::object* schema = &rule.get_object();
    while (const auto* target = schema->if_contains("$ref")) {
      std::string_view text = text_of(*target);
      auto hash = text.find("#/$defs/");
      const auto& file = files_.find(text.substr(0, hash - 5))->second;
      schema = &file.at("$defs").at(text.substr(hash + 8)).get_object();
    }
    return *schema;
  }

  // The branch whose type fits tells its problems; when none fits, the value is of the wrong type.
  void any_of(const json::array& branches, const json::value& found, const std::string& path) {
    std::string expected;
    for (const auto& branch : branches) {
      std::string_view type = text_of(resolve(branch).at("type"));
      if (has_type(found, type)) return value(branch, found, path);
      expected += (expected.empty() ? "" : " or ") + std::string(type);
    }
    say(path, "expected " + expected + ", found " + std::string(type_of(found)));
  }

  void choice(const json::array& choices, const json::value& value, const std::string& path) {
    std::vector<std::string_view> names;
    std::string list;
    for (const auto& candidate : choices) {
      if (candidate == value) return;
      names.push_back(text_of(candidate));
      list += (list.empty() ? "" : ", ") + std::string(names.back());
    }
    if (!value.is_string()) return say(path, "expected one of " + list + ", found " + std::string(type_of(value)));
    say(path, "\"" + std::string(text_of(value)) + "\" is none of " + list,
        kernels::nearest_name(text_of(value), names));
  }

  void string(const json::object& schema, const json::value& value, const std::string& path) {
    auto length = static_cast<std::int64_t>(kernels::length(text_of(value)));
    if (const auto* least = schema.if_contains("minLength"); least && length < least->get_int64())
      say(path, length ? "the text is too short" : "the text is empty");
    if (const auto* most = schema.if_contains("maxLength"); most && length > most->get_int64()) say(path, "the text is too long");
    if (const auto* pattern = schema.if_contains("pattern")) {
      auto compiled = patterns_.find(text_of(*pattern));
      if (!compiled->second.matches(text_of(value)))
        say(path, "\"" + std::string(text_of(value)) + "\" does not have the form " + std::string(text_of(*pattern)));
    }
  }

  void number(const json::object& schema, const json::value& value, const std::string& path) {
    double number = value.to_number<double>();
    if (const auto* least = schema.if_contains("minimum"); least && number < least->to_number<double>())
      say(path, "the number is less than " + json::serialize(*least));
    if (const auto* most = schema.if_contains("maximum"); most && number > most->to_number<double>())
      say(path, "the number is greater than " + json::serialize(*most));
  }

  void array(const json::object& schema, const json::array& array, const std::string& path) {
    auto count = static_cast<std::int64_t>(array.size());
    if (const auto* least = schema.if_contains("minItems"); least && count < least->get_int64())
      say(path, "the list needs at least " + json::serialize(*least) + " elements");
    if (const auto* most = schema.if_contains("maxItems"); most && count > most->get_int64())
      say(path, "the list may have at most " + json::serialize(*most) + " elements");
    std::set<std::string> seen;
    bool unique = schema.contains("uniqueItems");
    for (std::size_t i = 0; i < array.size(); ++i) {
      std::string at = path + "[" + std::to_string(i) + "]";
      if (unique && !seen.insert(json::serialize(array[i])).second) say(at, "is in the list twice");
      if (const auto* items = schema.if_contains("items")) value(*items, array[i], at);
    }
  }

  void object(const json::object& schema, const json::object& object, const std::string& path) {
    const auto* properties = schema.if_contains("properties");
    const auto* more = schema.if_contains("additionalProperties");
    std::vector<std::string_view> known;
    if (properties)
      for (const auto& property : properties->get_object()) known.push_back(property.key());
    for (const auto& member : object) {
      std::string_view key = member.key();
      std::string at = path + "." + std::string(key);
      const json::value* rule = properties ? properties->get_object().if_contains(key) : nullptr;
      if (!rule && more && more->is_object()) rule = more;
      if (rule) value(*rule, member.value(), at);
      else if (more && more->is_bool() && !more->get_bool())
        say(at, "the key \"" + std::string(key) + "\" is not known here", kernels::nearest_name(key, known));
    }
    if (const auto* required = schema.if_contains("required"))
      for (const auto& key : required->get_array())
        if (!object.contains(text_of(key))) say(path, "the key \"" + std::string(text_of(key)) + "\" is missing");
  }

  const std::map<std::string, json::value, std::less<>>& files_;
  const std::map<std::string, kernels::Pattern, std::less<>>& patterns_;
  const std::string& file_;
  std::vector<Problem>& problems_;
};

// Refuses keywords we would silently ignore and references that lead nowhere, and compiles the patterns.
class Inspect {
 public:
  Inspect(const std::map<std::string, json::value, std::less<>>& files,
          std::map<std::string, kernels::Pattern, std::less<>>& patterns, std::vector<Problem>& problems)
      : files_(files), patterns_(patterns), problems_(problems) {}

  void schema(const json::value& value, const std::string& file, const std::string& path) {
    if (value.is_bool()) return;
    if (!value.is_object()) return say(file, path, "a schema is an object");
    for (const auto& member : value.get_object()) {
      std::string_view key = member.key();
      std::string at = path + "." + std::string(key);
      if (std::find(std::begin(known_keywords), std::end(known_keywords), key) == std::end(known_keywords))
        say(file, at, "this keyword of JSON Schema is not supported", kernels::nearest_name(key, known_keywords));
      else if (key == "properties" || key == "$defs") {
        if (!member.value().is_object()) say(file, at, "expected an object");
        else
          for (const auto& inner : member.value().get_object()) schema(inner.value(), file, at + "." + std::string(inner.key()));
      } else if (key == "items" || key == "additionalProperties") schema(member.value(), file, at);
      else if (key == "anyOf") branches(member.value(), file, at);
      else if (key == "$ref") reference(member.value(), file, at);
      else if (key == "pattern") pattern(member.value(), file, at);
      else if (key == "enum" || key == "required") expect(member.value().is_array(), file, at, "a list");
      else if (key == "type") expect(member.value().is_string(), file, at, "text");
      else if (key.starts_with("min") || key.starts_with("max")) expect(member.value().is_int64(), file, at, "a whole number");
    }
  }

 private:
  void say(const std::string& file, const std::string& path, std::string message, std::string_view nearest = {}) {
    problems_.push_back({file, path, std::move(message), std::string(nearest)});
  }
  void expect(bool holds, const std::string& file, const std::string& path, const std::string& what) {
    if (!holds) say(file, path, "expected " + what);
  }
  void branches(const json::value& value, const std::string& file, const std::string& path) {
    if (!value.is_array()) return say(file, path, "expected a list");
    for (const auto& branch : value.get_array()) {
      if (!branch.is_object() || !(branch.get_object().contains("type"))) say(file, path, "a branch of anyOf tells its type");
      schema(branch, file, path);
    }
  }
  void reference(const json::value& value, const std::string& file, const std::string& path) {
    std::string_view text = text_of(value);
    auto hash = text.find(".json#/$defs/");
    if (hash == std::string_view::npos) return say(file, path, "a reference has the form file.json#/$defs/name");
    auto target = files_.find(text.substr(0, hash));
    const json::value* definitions =
        target == files_.end() || !target->second.is_object() ? nullptr : target->second.get_object().if_contains("$defs");
    if (!definitions || !definitions->is_object() || !definitions->get_object().contains(text.substr(hash + 13)))
      say(file, path, "the reference " + std::string(text) + " leads nowhere");
  }
  void pattern(const json::value& value, const std::string& file, const std::string& path) {
    if (patterns_.contains(text_of(value))) return;
    auto compiled = kernels::Pattern::compile(text_of(value));
    if (!compiled.ok()) return say(file, path, compiled.error().message);
    patterns_.emplace(std::string(text_of(value)), std::move(compiled.value()));
  }

  const std::map<std::string, json::value, std::less<>>& files_;
  std::map<std::string, kernels::Pattern, std::less<>>& patterns_;
  std::vector<Problem>& problems_;
};

std::string line_and_column(std::string_view text, std::size_t position) {
  position = std::min(position, text.size());
  auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
  auto start = text.rfind('\n', position ? position - 1 : 0);
  auto column = start == std::string_view::npos || position == 0 ? position + 1 : position - start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

std::unique_ptr<json::value> read_json(const std::string& folder, const std::string& file, std::vector<Problem>& problems) {
  std::ifstream in(fs::path(folder) / file, std::ios::binary);
  if (!in) {
    problems.push_back({file, "", "the file cannot be read", ""});
    return nullptr;
  }
  std::stringstream buffer;
  buffer << in.rdbuf();
  std::string text = buffer.str();
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  json::stream_parser parser;
  boost::system::error_code error;
  std::size_t consumed = parser.write_some(text, error);
  if (!error && consumed < text.size() && text.find_first_not_of(" \t\r\n", consumed) != std::string::npos)
    error = json::make_error_code(json::error::extra_data);
  if (!error) parser.finish(error);
  if (error) {
    problems.push_back({file, line_and_column(text, consumed), "not well-formed JSON: " + error.message(), ""});
    return nullptr;
  }
  return std::make_unique<json::value>(parser.release());
}

Schemas::Schemas() : state_(std::make_unique<State>()) {}
Schemas::~Schemas() = default;
Schemas::Schemas(Schemas&&) noexcept = default;

Schemas Schemas::read(const std::string& folder, std::vector<Problem>& problems) {
  Schemas out;
  std::error_code error;
  fs::path schema_folder = fs::path(folder) / "schema";
  if (!fs::is_directory(schema_folder, error)) {
    problems.push_back({"schema", "", "the folder schema/ with the JSON Schemas is missing", ""});
    return out;
  }
  for (const auto& entry : fs::directory_iterator(schema_folder, error)) {
    if (entry.path().extension() != ".json") continue;
    auto document = read_json(folder, "schema/" + entry.path().filename().string(), problems);
    if (document) out.state_->files.emplace(entry.path().stem().string(), std::move(*document));
  }
  Inspect inspect(out.state_->files, out.state_->patterns, problems);
  for (const auto& [kind, schema] : out.state_->files) inspect.schema(schema, "schema/" + kind + ".json", "$");
  return out;
}

std::vector<std::string_view> Schemas::kinds() const {
  std::vector<std::string_view> out;
  for (const auto& [kind, schema] : state_->files) out.push_back(kind);
  return out;
}

void Schemas::check(std::string_view kind, const json::value& document, const std::string& file,
                    std::vector<Problem>& problems) const {
  auto schema = state_->files.find(kind);
  ZK_ASSERT(schema != state_->files.end());
  Walk(state_->files, state_->patterns, file, problems).value(schema->second, document, "$");
}

}  // namespace zhike::standard
