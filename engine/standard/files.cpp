// SPDX-License-Identifier: Apache-2.0
// From the folder standards/ to a Standard: finds the files, holds each against its schema, reads it, then checks what
// the files say of one another. A folder beside schema/ (core, cn, a company's own) is a part; parts add up.
#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <set>

#include "kernels/nearest_name.h"
#include "standard/code_list_file.h"
#include "standard/document.h"
#include "standard/references.h"
#include "standard/schema.h"
#include "standard/standard.h"

namespace zhike::standard {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

// Where a kind of file lies inside a part: a folder of files, or one file.
struct FileKind {
  std::string_view place, schema;
};
constexpr FileKind folders[] = {{"entities", "entity"},        {"fields", "fields"},       {"code_lists", "code_list"},
                                {"event_types", "event_type"}, {"dimensions", "dimension"}};
constexpr FileKind single_files[] = {{"standard.json", "standard"}, {"columns.json", "columns"}, {"envelope.json", "envelope"},
                                     {"identity_rules.json", "identity_rules"}};

// The kind of a file by its path; empty when files of that name have no place in a part.
std::string_view kind_of(const fs::path& inside) {
  auto parts = std::distance(inside.begin(), inside.end());
  for (const auto& row : single_files)
    if (parts == 1 && inside == row.place) return row.schema;
  for (const auto& row : folders)
    if (parts == 2 && *inside.begin() == row.place) return row.schema;
  return {};
}

std::string_view nearest_place(const fs::path& inside) {
  std::vector<std::string_view> names;
  if (std::distance(inside.begin(), inside.end()) == 1)
    for (const auto& row : single_files) names.push_back(row.place);
  else
    for (const auto& row : folders) names.push_back(row.place);
  return kernels::nearest_name(inside.begin()->string(), names);
}

class Folder {
 public:
  explicit Folder(const std::string& folder) : folder_(folder) {}

  std::vector<Problem> problems;
  Standard standard;

  void read_all() {
    std::error_code error;
    if (!fs::is_directory(folder_, error)) return say("", "", "the folder of the standard does not exist");
    Schemas schemas = Schemas::read(folder_, problems);
    for (std::string_view kind : {"standard", "entity", "fields", "code_list", "event_type", "dimension", "columns", "envelope", "identity_rules"}) {
      auto kinds = schemas.kinds();
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
        say("schema/" + std::string(kind) + ".json", "", "this schema is missing");
    }
    if (!problems.empty()) return;  // nothing can be held against broken rules
    for (const auto& file : data_files()) read_file(schemas, file);
    if (standard.id.empty() && problems.empty()) say("", "", "no part holds a standard.json");
    fill_dimensions();
    merge_targets();
    if (problems.empty()) check_references(standard, places_, problems);
    settle(standard);
  }

 private:
  void say(std::string file, std::string path, std::string message, std::string_view nearest = {}) {
    problems.push_back({std::move(file), std::move(path), std::move(message), std::string(nearest)});
  }

  // Relative paths of all JSON files outside schema/, in the order of their names; strangers are told.
  std::vector<std::string> data_files() {
    std::vector<std::string> out;
    std::set<std::string> lists;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder_, error)) {
      fs::path file = entry.path().lexically_relative(folder_);
      if (!entry.is_regular_file() || *file.begin() == "schema" || file.filename().string().starts_with(".")) continue;
      if (file.extension() == ".json") out.push_back(file.generic_string());
      if (file.extension() == ".csv") lists.insert(file.generic_string());
    }
    std::sort(out.begin(), out.end());
    for (const auto& list : lists)
      if (!std::binary_search(out.begin(), out.end(), list.substr(0, list.size() - 4) + ".json"))
        say(list, "", "the code list has no JSON head of the same name");
    return out;
  }

  void read_file(const Schemas& schemas, const std::string& file) {
    fs::path inside = fs::path(file).lexically_relative(*fs::path(file).begin());
    std::string_view kind = kind_of(inside);
    if (kind.empty()) return say(file, "", "files of the standard do not lie here", nearest_place(inside));
    auto document = read_json(folder_, file, problems);
    if (!document) return;
    std::size_t before = problems.size();
    schemas.check(kind, *document, file, problems);
    if (problems.size() == before) take(kind, *document, file);
  }

  // Adds an item unless its id is taken, and remembers where it was written.
  template <class T>
  void add(std::vector<T>& rows, T item, std::string_view kind, const std::string& id, const std::string& file, const std::string& path) {
    auto [place, is_new] = places_.emplace(std::string(kind) + "/" + id, Place{file, path});
    if (!is_new) return say(file, path, "the " + std::string(kind) + " \"" + id + "\" is already in " + place->second.file);
    rows.push_back(std::move(item));
  }

  template <class T>
  void add_file(std::vector<T>& rows, const json::value& document, std::string_view kind, const std::string& file) {
    T item;
    read(document, item);
    std::string stem = fs::path(file).stem().string();
    if (item.id != stem) say(file, "$.id", "the id must be the name of the file", stem);
    std::string id = item.id;
    add(rows, std::move(item), kind, id, file, "$");
  }

  void take(std::string_view kind, const json::value& document, const std::string& file) {
    if (kind == "standard") {
      if (!standard.id.empty()) return say(file, "", "only one part may hold a standard.json");
      read(document, standard);
    } else if (kind == "entity") add_file(standard.entities, document, kind, file);
    else if (kind == "event_type") add_file(standard.event_types, document, kind, file);
    else if (kind == "dimension") add_file(standard.dimensions, document, kind, file);
    else if (kind == "fields") take_fields(document, file);
    else if (kind == "columns") take_columns(document.at("columns"), "column", "$.columns", standard.columns, file);
    else if (kind == "identity_rules") take_identity_rules(document, file);
    else if (kind == "envelope") take_columns(document.at("envelope"), "member", "$.envelope", standard.envelope, file);
    else {
      add_file(standard.code_lists, document, kind, file);
      if (!standard.code_lists.empty() && standard.code_lists.back().codes.empty())
        standard.code_lists.back().codes = read_codes(folder_, file.substr(0, file.size() - 4) + "csv", problems);
    }
  }

  void take_fields(const json::value& document, const std::string& file) {
    Category category;
    read(document, category);
    category.id = std::string(document.at("category").as_string());
    // A further part may add fields to a category of the core.
    if (!standard.category(category.id)) standard.categories.push_back(category);
    places_.emplace("category/" + category.id, Place{file, "$"});
    const auto& rows = document.at("fields").as_array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Field field;
      read(rows[i], field);
      field.category = category.id;
      std::string id = field.id, path = "$.fields[" + std::to_string(i) + "]";
      if (!field.code.starts_with(category.letter)) say(file, path + ".code", "codes of this category begin with " + category.letter);
      add(standard.fields, std::move(field), "field", id, file, path);
    }
  }

  void take_columns(const json::value& list, std::string_view kind, const std::string& path, std::vector<MappedColumn>& rows,
                    const std::string& file) {
    const auto& array = list.as_array();
    for (std::size_t i = 0; i < array.size(); ++i) {
      MappedColumn column;
      read(array[i], column);
      std::string id = column.id;
      add(rows, std::move(column), kind, id, file, path + "[" + std::to_string(i) + "]");
    }
  }

  void take_identity_rules(const json::value& document, const std::string& file) {
    const auto& rows = document.at("identity_rules").as_array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      IdentityRule rule;
      read(rows[i], rule);
      std::string id = rule.id;
      add(standard.identity_rules, std::move(rule), "identity_rule", id, file, "$.identity_rules[" + std::to_string(i) + "]");
    }
    for (const auto& value : document.at("blocked").as_array()) standard.identity_blocked.emplace_back(value.as_string());
  }

  void fill_dimensions() {
    for (auto& dimension : standard.dimensions) {
      const auto* list = standard.code_list(dimension.code_list);
      if (!list || !dimension.items.empty()) continue;
      for (const auto& code : list->codes)
        dimension.items.push_back({code.code, code.label, code.parent, "published", code.valid_from, code.valid_to, code.successor, code.aliases});
    }
  }

  // Default targets count for collected fields; consistency and timeliness only where something measures them.
  void merge_targets() {
    for (auto& field : standard.fields) {
      auto defaults = standard.targets.find(field.required);
      if (!field.collected || defaults == standard.targets.end()) continue;
      bool consistent = std::any_of(field.check.begin(), field.check.end(), [](const Verb& verb) { return !verb.with.empty(); });
      for (const auto& [dimension, ratio] : defaults->second) {
        if (dimension == "consistency" && !consistent) continue;
        if (dimension == "timeliness" && field.fresh_days == 0) continue;
        field.target.emplace(dimension, ratio);
      }
    }
  }

  std::string folder_;
  Places places_;
};

}  // namespace

Result<std::shared_ptr<const Standard>> load(const std::string& folder) {
  Folder reader(folder);
  reader.read_all();
  if (reader.problems.empty()) return std::shared_ptr<const Standard>(std::make_shared<Standard>(std::move(reader.standard)));
  const Problem& first = reader.problems.front();
  std::string message = first.file;
  if (!first.path.empty()) message += " " + first.path;
  message += (message.empty() ? "" : ": ") + first.message;
  if (!first.nearest.empty()) message += " (did you mean \"" + first.nearest + "\"?)";
  if (reader.problems.size() > 1) message += "; " + std::to_string(reader.problems.size() - 1) + " more problems";
  return Error{ErrorCode::standard_invalid, message};
}

std::vector<Problem> check(const std::string& folder) {
  Folder reader(folder);
  reader.read_all();
  return reader.problems;
}

}  // namespace zhike::standard
