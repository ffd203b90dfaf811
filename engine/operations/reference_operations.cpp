// SPDX-License-Identifier: Apache-2.0
#include "operations/reference_operations.h"

#include <filesystem>

#include "kernels/checks.h"
#include "kernels/cleaners.h"
#include "operations/match_files.h"
#include "operations/row.h"
#include "operations/text.h"

namespace zhike::operations {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string operation_page(const Operation& operation) {
  std::string page = "## zhike " + std::string(operation.id) + "\n\n" + std::string(operation.summary_en) + ". " + std::string(operation.summary_zh) +
                     "。\n\nPermission: `" + std::string(name(operation.permission)) + "`. Input example: `" + std::string(operation.example) + "`\n\n";
  json::object schema = operation.input();
  if (!schema["properties"].as_object().empty()) page += "| input | type | | |\n| --- | --- | --- | --- |\n";
  for (const auto& member : schema["properties"].as_object()) {
    const json::object& property = member.value().as_object();
    std::string type = text_of(property, "type");
    if (const json::value* choices = property.if_contains("enum")) {
      type.clear();
      for (const auto& choice : choices->get_array()) type += (type.empty() ? "" : ", ") + ("`" + std::string(choice.get_string()) + "`");
    }
    page += "| `" + std::string(member.key()) + "` | " + type + " | " + text_of(property, "description") + " | " + text_of(property, "x-zh") + " |\n";
  }
  page += "\nErrors:";
  for (ErrorCode code : operation.errors) page += " `" + std::string(info(code).name) + "`";
  return page + "\n\n";
}

std::string operations_page() {
  std::string page = "# Operations\n\nWritten by `zhike reference`; do not edit. Every operation also takes `--workspace`, `--json` and the other options of `zhike --help`.\n\n";
  for (const auto& operation : operations()) page += operation_page(operation);
  return page;
}

std::string errors_page() {
  std::string page = "# Errors\n\nWritten by `zhike reference`; do not edit.\n\n| code | HTTP | may succeed later | what to do |\n| --- | --- | --- | --- |\n";
  for (const auto& row : error_table)
    page += "| `" + std::string(row.name) + "` | " + std::to_string(row.http) + " | " + (row.retry ? "yes" : "no") + " | " + std::string(row.advice) + " |\n";
  return page;
}

std::string verbs_page() {
  std::string page = "# Cleaners and checks\n\nWritten by `zhike reference`; do not edit. A standard names these.\n\n| cleaner | | | |\n| --- | --- | --- | --- |\n";
  for (const auto& row : kernels::cleaners())
    page += "| `" + std::string(row.id) + "` | " + std::string(row.zh) + " | " + std::string(row.en) + " | " + std::string(row.doc) + " |\n";
  page += "\n| check | | | dimension | |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& row : kernels::checks())
    page += "| `" + std::string(row.id) + "` | " + std::string(row.zh) + " | " + std::string(row.en) + " | " + std::string(row.dimension) + " | " + std::string(row.doc) + " |\n";
  return page;
}

}  // namespace

Result<ReferenceOut> reference(Call&, const ReferenceIn& in) {
  ReferenceOut out;
  for (const auto& operation : operations()) {
    OperationOut row{std::string(operation.id), std::string(operation.summary_en), std::string(operation.summary_zh),
                     std::string(name(operation.permission)), std::string(operation.example), {}};
    for (ErrorCode code : operation.errors) row.errors.emplace_back(info(code).name);
    out.operations.push_back(std::move(row));
  }
  if (in.out.empty()) return out;
  std::error_code error;
  std::filesystem::create_directories(in.out, error);
  const std::pair<const char*, std::string> pages[] = {{"operations.md", operations_page()}, {"errors.md", errors_page()}, {"verbs.md", verbs_page()}};
  for (const auto& [file, content] : pages) {
    out.files.push_back(in.out + "/" + file);
    ZK_TRY(write_file(out.files.back(), content));
  }
  return out;
}

std::string reference_text(const ReferenceOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& file : out.files) text += pick(terminal, "written: ", "已写出：") + file + "\n";
  if (!out.files.empty()) return text;
  for (const auto& operation : out.operations)
    text += pad("zhike " + operation.id, 28) + (terminal.language == Language::zh ? operation.summary_zh : operation.summary_en) + "\n";
  return text;
}

}  // namespace zhike::operations
