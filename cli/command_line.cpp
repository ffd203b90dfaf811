// SPDX-License-Identifier: Apache-2.0
#include "command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>

namespace zhike::cli {
namespace {

namespace json = boost::json;
using operations::Language;
using operations::Operation;

// What the parser wrote for one member before it becomes JSON.
struct Given {
  std::string name;
  std::string type;  // boolean integer number string array
  std::vector<std::string> texts;  // of a list
  std::string text;                // of anything else
  bool flag = false;
  CLI::Option* option = nullptr;
};

struct Verb {
  const Operation* operation;
  CLI::App* app;
  std::vector<std::unique_ptr<Given>> given;
};

std::string text_of(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void add_member(Verb& verb, const std::string& name, const json::object& property, bool required, Language language) {
  auto given = std::make_unique<Given>();
  given->name = name;
  given->type = text_of(property, "type");
  std::string description = text_of(property, language == Language::zh ? "x-zh" : "description");
  std::string flag = name;
  std::replace(flag.begin(), flag.end(), '_', '-');
  bool positional = property.contains("x-positional");
  std::string option_name = positional ? name : "--" + flag;
  if (given->type == "boolean") {
    given->option = verb.app->add_flag(option_name, given->flag, description);
  } else {
    std::vector<std::string> allowed;
    if (const json::value* choices = property.if_contains("enum"))
      for (const auto& choice : choices->get_array()) allowed.emplace_back(choice.get_string());
    for (const auto& choice : allowed) description += (&choice == &allowed.front() ? ": " : " | ") + choice;
    bool list = given->type == "array";
    given->option = list ? verb.app->add_option(option_name, given->texts, description) : verb.app->add_option(option_name, given->text, description);
    given->option->type_name(positional ? "" : given->type == "integer" || given->type == "number" ? "N" : "TEXT");
    if (!allowed.empty()) given->option->check(CLI::IsMember(allowed).description(""));
  }
  if (required) given->option->required();
  verb.given.push_back(std::move(given));
}

// "standard check" becomes the verb check below the group standard.
CLI::App* place(CLI::App& app, const Operation& operation, Language language) {
  std::istringstream words{std::string(operation.id)};
  CLI::App* at = &app;
  std::string word;
  while (words >> word) {
    auto known = at->get_subcommands([&](CLI::App* app) { return app->get_name() == word; });
    at = known.empty() ? at->add_subcommand(word, "") : known.front();
  }
  at->description(std::string(language == Language::zh ? operation.summary_zh : operation.summary_en));
  return at;
}

void add_settings(CLI::App& app, Settings& settings, std::string& language, bool zh) {
  auto say = [&](const char* en, const char* chinese) { return std::string(zh ? chinese : en); };
  std::string group = say("Everywhere", "通用选项");
  app.add_option("--workspace", settings.workspace, say("Directory of the workspace", "工作区目录"))
      ->envname("ZHIKE_WORKSPACE")->type_name("DIR")->group(group);
  app.add_option("--key-file", settings.key_file, say("Key file, when it is not in the workspace", "密钥文件（不在工作区内时）"))
      ->type_name("FILE")->group(group);
  app.add_option("--as", settings.actor, say("Who acts, for the record; else the user signed in", "操作人（用于审计），缺省为当前登录用户"))
      ->type_name("NAME")->group(group);
  app.add_option("--memory", settings.memory, say("Memory limit, as 4GB or 512MB", "内存上限，如 4GB 或 512MB"))->type_name("SIZE")->group(group);
  app.add_option("--threads", settings.threads, say("Threads; 0 takes all cores", "线程数；0 为全部核心"))->check(CLI::Range(0, 1024).description(""))->type_name("N")->group(group);
  app.add_option("--wait", settings.wait_seconds, say("Seconds to wait for another zhike", "等待其他 zhike 进程的秒数"))->check(CLI::Range(0, 86400).description(""))->type_name("N")->group(group);
  app.add_option("--lang", language, say("Language of the texts: en or zh", "界面语言：en 或 zh"))->check(CLI::IsMember({"en", "zh"}).description(""))->type_name("LANG")->group(group);
  app.add_flag("--json", settings.json, say("Answer as JSON, for programs", "以 JSON 输出，供程序使用"))->group(group);
  app.add_flag("--quiet", settings.quiet, say("No progress", "不显示进度"))->group(group);
  app.add_flag("--explain", settings.explain, say("Show each statement before it runs", "执行前显示每条语句"))->group(group);
  app.add_flag("--keep", settings.keep, say("Keep intermediate tables", "保留中间表"))->group(group);
}

Result<json::value> as_json(const Given& given) {
  auto one = [&](const std::string& text) -> Result<json::value> {
    if (given.type == "integer" || given.type == "number") {
      char* end = nullptr;
      double number = given.type == "number" ? std::strtod(text.c_str(), &end)
                                             : static_cast<double>(std::strtoll(text.c_str(), &end, 10));
      if (text.empty() || *end != '\0') return Error{ErrorCode::bad_request, "'" + given.name + "' must be a number"};
      if (given.type == "number") return json::value(number);
      return json::value(static_cast<std::int64_t>(std::strtoll(text.c_str(), nullptr, 10)));
    }
    return json::value(text);
  };
  if (given.type == "boolean") return json::value(given.flag);
  if (given.type != "array") return one(given.text);
  json::array list;
  for (const auto& text : given.texts) list.emplace_back(text);
  return json::value(list);
}

Result<std::int64_t> bytes_of(const std::string& text) {
  if (text.empty()) return 0;
  char* end = nullptr;
  double number = std::strtod(text.c_str(), &end);
  std::string unit(end);
  for (char& c : unit) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  double factor = unit == "GB" || unit == "G" ? 1e9 : unit == "MB" || unit == "M" ? 1e6 : unit == "GIB" ? 1024.0 * 1024 * 1024 : unit == "MIB" ? 1024.0 * 1024 : 0;
  if (number <= 0 || factor == 0) return Error{ErrorCode::bad_request, "--memory must look like 4GB or 512MB"};
  return static_cast<std::int64_t>(number * factor);
}

}  // namespace

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value) return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
  return Language::en;
}

Language language_of(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc) return std::string_view(argv[i + 1]) == "zh" ? Language::zh : Language::en;
    if (word.starts_with("--lang=")) return word.substr(7) == "zh" ? Language::zh : Language::en;
  }
  return language_of_environment();
}

Result<Command> read_command(int argc, char** argv) {
  Command command;
  command.settings.language = language_of(argc, argv);
  bool zh = command.settings.language == Language::zh;
  CLI::App app{zh ? "知客：把分散、矛盾的客户记录变成一个可信的客户" : "Zhike: scattered customer records in, one trustworthy customer out", "zhike"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_help_flag("-h,--help", zh ? "显示帮助" : "Show this help");
  app.set_version_flag("--version", std::string("zhike ") + ZHIKE_VERSION, zh ? "显示版本" : "Show the version");
  std::string language;
  add_settings(app, command.settings, language, zh);
  std::vector<std::unique_ptr<Verb>> verbs;
  for (const auto& operation : operations::operations()) {
    auto verb = std::make_unique<Verb>();
    verb->operation = &operation;
    verb->app = place(app, operation, command.settings.language);
    verb->app->fallthrough();
    json::object schema = operation.input();
    for (const auto& member : schema["properties"].as_object()) {
      bool required = false;
      for (const auto& name : schema["required"].as_array()) required |= name.as_string() == member.key();
      add_member(*verb, std::string(member.key()), member.value().as_object(), required, command.settings.language);
    }
    verbs.push_back(std::move(verb));
  }
  for (CLI::App* group : app.get_subcommands([](CLI::App*) { return true; }))
    if (!group->get_subcommands([](CLI::App*) { return true; }).empty()) group->require_subcommand(1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::ostringstream out;
    app.exit(asked, out, out);
    command.help = out.str();
    return command;
  } catch (const CLI::ParseError& wrong) {
    return Error{ErrorCode::bad_request, std::string(wrong.what()) + " (see --help)"};
  }
  ZK_TRY_SET(command.settings.memory_bytes, bytes_of(command.settings.memory));
  for (const auto& verb : verbs) {
    if (!verb->app->parsed() || !verb->app->get_subcommands().empty()) continue;
    command.operation = verb->operation->id;
    for (const auto& given : verb->given) {
      if (given->option->count() == 0) continue;
      ZK_TRY_SET(command.input[given->name], as_json(*given));
    }
  }
  return command;
}

}  // namespace zhike::cli
