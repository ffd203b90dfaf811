// SPDX-License-Identifier: Apache-2.0
// Reader of the CSV files of code lists.
#include "standard/code_list_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernels/text.h"

namespace zhike::standard {

namespace {

constexpr std::string_view header[] = {"code", "zh", "en", "parent", "valid_from", "valid_to", "successor", "aliases"};

// The cells of the row at `position`, which moves behind it. false: a quote is never closed.
bool read_row(std::string_view text, std::size_t& position, std::vector<std::string>& cells) {
  cells.assign(1, "");
  bool quoted = false;
  while (position < text.size()) {
    char c = text[position++];
    if (quoted) {
      if (c != '"') cells.back() += c;
      else if (position < text.size() && text[position] == '"') cells.back() += text[position++];
      else quoted = false;
    } else if (c == '"' && cells.back().empty()) quoted = true;
    else if (c == ',') cells.emplace_back();
    else if (c == '\n') return true;
    else if (c != '\r') cells.back() += c;
  }
  return !quoted;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, '|');)
    if (!part.empty()) out.push_back(part);
  return out;
}

}  // namespace

std::vector<Code> read_codes(const std::string& folder, const std::string& file, std::vector<Problem>& problems) {
  std::ifstream in(std::filesystem::path(folder) / file, std::ios::binary);
  std::stringstream buffer;
  buffer << in.rdbuf();
  std::string text = buffer.str();
  auto say = [&](std::size_t line, std::string message) {
    problems.push_back({file, "line " + std::to_string(line), std::move(message), ""});
  };
  if (!in) return problems.push_back({file, "", "the code list has no CSV file beside its head", ""}), std::vector<Code>();
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (!kernels::is_valid_utf8(text)) return say(1, "the file is not UTF-8"), std::vector<Code>();
  std::vector<Code> out;
  std::vector<std::string> cells;
  std::size_t position = 0, line = 0;
  while (position < text.size()) {
    ++line;
    if (!read_row(text, position, cells)) return say(line, "a quote is opened and never closed"), out;
    if (line == 1) {
      bool same = cells.size() == std::size(header) && std::equal(cells.begin(), cells.end(), std::begin(header));
      if (!same) return say(1, "the header must be code,zh,en,parent,valid_from,valid_to,successor,aliases"), out;
      continue;
    }
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (cells.size() != std::size(header)) {
      say(line, "expected 8 cells, found " + std::to_string(cells.size()));
      continue;
    }
    out.push_back({cells[0], {cells[1], cells[2]}, cells[3], cells[4], cells[5], split(cells[6]), split(cells[7])});
    if (cells[0].empty()) say(line, "the code is empty");
    if (cells[1].empty() || cells[2].empty()) say(line, "a code needs a label in zh and in en");
  }
  if (line == 0) say(1, "the file is empty");
  return out;
}

}  // namespace zhike::standard
