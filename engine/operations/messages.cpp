// SPDX-License-Identifier: Apache-2.0
// The catalogue is a part of the program: the assembler takes the file in, and it is read when the first message asks.
#include "operations/messages.h"

#include <algorithm>
#include <array>
#include <vector>

asm(".section .rodata\n"
    ".global zhike_messages_begin\n"
    ".global zhike_messages_end\n"
    "zhike_messages_begin:\n"
    ".incbin \"" ZHIKE_MESSAGES "\"\n"
    "zhike_messages_end:\n"
    ".previous\n");

extern "C" {
extern const char zhike_messages_begin[];
extern const char zhike_messages_end[];
}

namespace zhike::operations {
namespace {

using Parts = std::array<std::string_view, 10>;  // by the number of the hole

// A text cut at its holes: there is one literal more than holes.
struct Pattern {
  std::vector<std::string_view> literals;
  std::vector<std::size_t> holes;
};

struct Entry {
  Pattern english, chinese;
  std::size_t literal_bytes = 0;
  bool has_words = false;
};

std::string_view cut(std::string_view& text, std::string_view separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(std::min(end + separator.size(), text.size()));
  return out;
}

bool is_hole(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '{' && text[at + 1] >= '1' && text[at + 1] <= '9' && text[at + 2] == '}';
}

Pattern read_pattern(std::string_view text) {
  Pattern out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_hole(text, at)) continue;
    out.literals.push_back(text.substr(begin, at - begin));
    out.holes.push_back(static_cast<std::size_t>(text[at + 1] - '0'));
    begin = at + 3;
    at += 2;
  }
  out.literals.push_back(text.substr(begin));
  return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The lines of the catalogue, those with the longest text of their own first.
std::vector<Entry> read_catalogue() {
  std::string_view text(zhike_messages_begin, static_cast<std::size_t>(zhike_messages_end - zhike_messages_begin));
  cut(text, "\n");  // the header
  std::vector<Entry> out;
  while (!text.empty()) {
    std::string_view line = cut(text, "\n");
    Entry entry;
    entry.english = read_pattern(cut(line, "\t"));
    entry.chinese = read_pattern(line);
    for (std::string_view literal : entry.english.literals) {
      entry.literal_bytes += literal.size();
      entry.has_words |= std::any_of(literal.begin(), literal.end(), is_letter);
    }
    ZK_ASSERT(entry.literal_bytes > 0);  // else a message could be a part of itself
    out.push_back(std::move(entry));
  }
  std::stable_sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.literal_bytes > b.literal_bytes; });
  return out;
}

// What each hole takes when the literals stand in order and make up the whole text. A hole takes as little as it can, and
// the last one the rest: an earlier place of a literal only leaves more room for the next, so no other choice need be tried.
bool take_apart(const Pattern& pattern, std::string_view text, Parts& parts) {
  if (!text.starts_with(pattern.literals.front())) return false;
  text.remove_prefix(pattern.literals.front().size());
  for (std::size_t k = 0; k < pattern.holes.size(); ++k) {
    const std::string_view literal = pattern.literals[k + 1];
    const bool is_last = k + 1 == pattern.holes.size();
    const std::size_t at = !is_last ? text.find(literal) : text.ends_with(literal) ? text.size() - literal.size() : text.npos;
    if (at == text.npos) return false;
    parts[pattern.holes[k]] = text.substr(0, at);
    text.remove_prefix(at + literal.size());
  }
  return text.empty();
}

std::string in_chinese(std::string_view message) {
  static const std::vector<Entry> catalogue = read_catalogue();
  for (const auto& entry : catalogue) {
    Parts parts;
    if (!take_apart(entry.english, message, parts)) continue;
    std::string out(entry.chinese.literals.front());
    bool knows_a_part = false;
    for (std::size_t k = 0; k < entry.chinese.holes.size(); ++k) {
      const std::string_view part = parts[entry.chinese.holes[k]];
      // A single word is a name, as of a column or a file, and stays what it is.
      const std::string said = part.find(' ') == part.npos ? std::string(part) : in_chinese(part);
      knows_a_part |= said != part;
      out.append(said).append(entry.chinese.literals[k + 1]);
    }
    // Signs alone, as in "{1}: {2}", frame a message; a foreign text that holds them stays as it is.
    if (entry.has_words || knows_a_part) return out;
  }
  return std::string(message);
}

}  // namespace

std::string told(std::string_view message, Language language) {
  return language == Language::zh ? in_chinese(message) : std::string(message);
}

}  // namespace zhike::operations
