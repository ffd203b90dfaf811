// SPDX-License-Identifier: Apache-2.0
#include "script.h"

#include <fstream>
#include <sstream>

namespace zhike::flow_test {
namespace {

Error wrong(const std::string& path, int line, const std::string& what) {
  return Error{ErrorCode::bad_request, path + ":" + std::to_string(line) + ": " + what};
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// Reads the lines of a block, up to an empty line, the end, or `stop`.
struct Lines {
  std::vector<std::string> all;
  std::size_t at = 0;
  std::vector<std::string> block(std::string_view stop = "") {
    std::vector<std::string> out;
    while (at < all.size() && !all[at].empty() && (stop.empty() || all[at] != stop)) out.push_back(all[at++]);
    return out;
  }
};

Status read_command(const std::string& path, std::vector<std::string> words, Lines& lines, Command& command) {
  std::string verb = words.empty() ? "" : words.front();
  if (verb == "load" && words.size() > 1 && (words[1] == "standard" || words[1] == "rows")) {
    command.verb = words[1] == "standard" ? Verb::load_standard : Verb::load_rows;
    words.erase(words.begin());
    if (command.verb == Verb::load_rows) command.block = lines.block();
  } else if (verb == "import") {
    command.verb = Verb::import;
    command.block = lines.block();
  } else if (verb == "run") {
    command.verb = Verb::run;
  } else if (verb == "restart") {
    command.verb = Verb::restart;
  } else if (verb == "query") {
    command.verb = Verb::query;
    command.block = lines.block("----");
    if (lines.at >= lines.all.size() || lines.all[lines.at] != "----") return wrong(path, command.line, "a query needs a line ---- and what it gives");
    ++lines.at;
    command.expected = lines.block();
  } else {
    return wrong(path, command.line, "no such command: '" + verb + "'");
  }
  words.erase(words.begin());
  command.words = std::move(words);
  return done();
}

// `statement ok` and `statement error CODE` say how the next line, a command or a statement, must end.
Status read_statement(const std::string& path, const std::vector<std::string>& words, Lines& lines, Command& command) {
  if (words.size() == 3 && words[1] == "error") {
    command.error = words[2];
  } else if (words.size() != 2 || words[1] != "ok") {
    return wrong(path, command.line, "write `statement ok` or `statement error CODE`");
  }
  std::vector<std::string> next = lines.at < lines.all.size() ? words_of(lines.all[lines.at]) : std::vector<std::string>();
  if (!next.empty() && (next[0] == "import" || next[0] == "run" || next[0] == "load")) {
    ++lines.at;
    return read_command(path, next, lines, command);
  }
  command.verb = Verb::statement;
  command.block = lines.block();
  return done();
}

}  // namespace

Result<Script> read_script(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{ErrorCode::not_found, "no such file: " + path};
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.all.push_back(line);
  Script script{path, "", {}, {}};
  while (lines.at < lines.all.size()) {
    std::string line = lines.all[lines.at++];
    if (line.starts_with("# goal: ")) script.goal = line.substr(8);
    if (line.empty() || line.starts_with("#")) continue;
    std::vector<std::string> words = words_of(line);
    Command command{};
    command.line = static_cast<int>(lines.at);
    if (words[0] == "skip" && words.size() > 2) {
      script.skips.push_back({words[1], line.substr(line.find(words[1]) + words[1].size() + 1)});
      continue;
    }
    ZK_TRY(words[0] == "statement" ? read_statement(path, words, lines, command) : read_command(path, words, lines, command));
    script.commands.push_back(std::move(command));
  }
  if (script.goal.empty()) return wrong(path, 1, "a test opens with its goal (# goal: ...)");
  return script;
}

std::vector<Cell> read_cells(std::string_view line) {
  std::vector<Cell> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char letter = line[i];
    if (letter == '"' && inside && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back().text += line[++i];
    } else if (letter == '"') {
      inside = !inside;
      cells.back().quoted = true;
    } else if (letter == ',' && !inside) {
      cells.emplace_back();
    } else {
      cells.back().text += letter;
    }
  }
  return cells;
}

}  // namespace zhike::flow_test
