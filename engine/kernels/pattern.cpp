// SPDX-License-Identifier: Apache-2.0
// Expression -> tree -> states with empty moves (Thompson) -> sets of states (subset construction).
#include "kernels/pattern.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

using Range = Pattern::Range;
using Ranges = std::vector<Range>;
constexpr char32_t last_code_point = 0x10FFFF;
constexpr int unbounded = -1;
constexpr std::size_t states_max = 20000;

struct Node {
  enum class Kind { empty, set, sequence, choice, repeat } kind = Kind::empty;
  Ranges set;
  std::vector<Node> children;
  int low = 0, high = 0;
};

Ranges inverted(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  Ranges out;
  char32_t next = 0;
  for (const auto& r : ranges) {
    if (r.first > next) out.push_back({next, r.first - 1});
    next = std::max<char32_t>(next, r.last + 1);
  }
  if (next <= last_code_point) out.push_back({next, last_code_point});
  return out;
}

class Parser {
 public:
  explicit Parser(std::string_view expression) : text_(code_points(expression)) {}

  std::optional<Node> parse() {
    if (peek() == U'^') ++at_;
    Node node = choice();
    if (problem_.empty() && at_ != text_.size()) fail("a ) without its (");
    if (!problem_.empty()) return std::nullopt;
    return node;
  }
  const std::string& problem() const { return problem_; }

 private:
  char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }
  bool ended() const { return at_ >= text_.size() || !problem_.empty(); }
  void fail(std::string why) {
    if (problem_.empty()) problem_ = std::move(why) + " at character " + std::to_string(at_ + 1);
  }

  Node choice() {
    Node out{Node::Kind::choice};
    if (++depth_ > 200) fail("more than 200 nested groups");
    out.children.push_back(sequence());
    while (!ended() && peek() == U'|') {
      ++at_;
      out.children.push_back(sequence());
    }
    --depth_;
    return out.children.size() == 1 ? std::move(out.children[0]) : out;
  }

  Node sequence() {
    Node out{Node::Kind::sequence};
    while (!ended() && peek() != U'|' && peek() != U')') {
      if (peek() == U'$' && (at_ + 1 == text_.size() || peek(1) == U'|' || peek(1) == U')')) {
        ++at_;
        continue;
      }
      if (peek() == U'^' && (text_[at_ - 1] == U'|' || text_[at_ - 1] == U'(')) {
        ++at_;
        continue;
      }
      out.children.push_back(repeated(atom()));
    }
    return out;
  }

  Node repeated(Node inner) {
    while (!ended()) {
      int low = 0, high = unbounded;
      if (peek() == U'+') low = 1;
      else if (peek() == U'?') high = 1;
      else if (peek() == U'{') {
        ++at_;
        low = number();
        high = low;
        if (peek() == U',') {
          ++at_;
          high = peek() == U'}' ? unbounded : number();
        }
        if (peek() != U'}' || (high != unbounded && high < low)) fail("an ill-formed {m,n}");
      } else if (peek() != U'*') {
        break;
      }
      ++at_;
      Node outer{Node::Kind::repeat, {}, {}, low, high};
      outer.children.push_back(std::move(inner));
      inner = std::move(outer);
      if (peek() == U'?') ++at_;  // lazy: the same texts match as a whole
    }
    return inner;
  }

  int number() {
    int value = 0;
    if (!(peek() >= U'0' && peek() <= U'9')) fail("a number is missing in {m,n}");
    while (peek() >= U'0' && peek() <= U'9' && value < 10000) value = value * 10 + static_cast<int>(text_[at_++] - U'0');
    if (value > 1000) fail("a repetition above 1000");
    return value;
  }

  Node atom() {
    Node out{Node::Kind::set};
    const char32_t c = text_[at_++];
    if (c == U'(') {
      if (peek() == U'?') {
        if (peek(1) != U':') {
          fail("look-around, flags and named groups are not supported: (?");
          return out;
        }
        at_ += 2;
      }
      Node inner = choice();
      if (peek() != U')') fail("a ( without its )");
      ++at_;
      return inner;
    }
    if (c == U'[') out.set = bracket();
    else if (c == U'.') out.set = inverted({{U'\n', U'\n'}});
    else if (c == U'\\') out.set = escape();
    else if (c == U'*' || c == U'+' || c == U'?' || c == U'{') fail("nothing to repeat");
    else if (c == U'^' || c == U'$') fail("^ and $ belong at the ends");
    else out.set = {{c, c}};
    return out;
  }

  Ranges bracket() {
    Ranges out;
    const bool negated = peek() == U'^';
    if (negated) ++at_;
    for (bool first = true; !ended() && (peek() != U']' || first); first = false) {
      Ranges low = bracket_item();
      if (peek() == U'-' && peek(1) != U']' && peek(1) != 0 && low.size() == 1 && low[0].first == low[0].last) {
        ++at_;
        const Ranges high = bracket_item();
        if (high.size() != 1 || high[0].last < low[0].first) {
          fail("an ill-formed range in [ ]");
          break;
        }
        low[0].last = high[0].last;
      }
      out.insert(out.end(), low.begin(), low.end());
    }
    if (peek() != U']') fail("a [ without its ]");
    ++at_;
    return negated ? inverted(std::move(out)) : out;
  }

  Ranges bracket_item() {
    const char32_t c = text_[at_++];
    if (c == U'\\') return escape();
    return {{c, c}};
  }

  Ranges escape() {
    const char32_t c = peek();
    ++at_;
    static const Ranges digits{{U'0', U'9'}}, spaces{{9, 13}, {U' ', U' '}, {0xA0, 0xA0}, {0x3000, 0x3000}};
    static const Ranges word{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}};
    switch (c) {
      case U'd': return digits;
      case U'D': return inverted(digits);
      case U's': return spaces;
      case U'S': return inverted(spaces);
      case U'w': return word;
      case U'W': return inverted(word);
      case U't': return {{9, 9}};
      case U'n': return {{10, 10}};
      case U'r': return {{13, 13}};
      case U'u': return hexadecimal(4);
      case U'x': return hexadecimal(2);
      case U'p': return property();
      default: break;
    }
    const bool alphanumeric = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
    if (c == 0 || alphanumeric) fail("an escape that is not supported");
    return {{c, c}};
  }

  Ranges hexadecimal(int digits) {
    const bool braces = peek() == U'{';
    if (braces) {
      ++at_;
      digits = 6;
    }
    char32_t value = 0;
    int seen = 0;
    for (; seen < digits; ++seen, ++at_) {
      const char32_t c = peek() | 0x20;
      if (c >= U'a' && c <= U'f') value = value * 16 + (c - U'a' + 10);
      else if (peek() >= U'0' && peek() <= U'9') value = value * 16 + (peek() - U'0');
      else break;
    }
    if (seen == 0 || (!braces && seen != digits) || value > last_code_point) fail("an ill-formed code point");
    if (braces) {
      if (peek() != U'}') fail("an ill-formed code point");
      ++at_;
    }
    return {{value, value}};
  }

  Ranges property() {
    std::string name;
    if (peek() == U'{')
      for (++at_; !ended() && peek() != U'}'; ++at_) append(name, peek());
    ++at_;
    if (name == "Han") return {{0x3007, 0x3007}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}};
    fail("a property other than \\p{Han}");
    return {};
  }

  std::u32string text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string problem_;
};

// Thompson states: either one set of characters leading on, or up to two empty moves.
struct State {
  int set = -1;  // index into sets
  int next[2] = {-1, -1};
};

class Builder {
 public:
  // Appends the states of `node` that end in `goal`; returns where they begin, -1 when there are too many.
  int build(const Node& node, int goal) {
    if (goal < 0 || states.size() > states_max * 5) return -1;
    switch (node.kind) {
      case Node::Kind::empty: return goal;
      case Node::Kind::set: sets.push_back(node.set); return add({static_cast<int>(sets.size()) - 1, {goal, -1}});
      case Node::Kind::sequence:
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) goal = build(*child, goal);
        return goal;
      case Node::Kind::choice: {
        int start = build(node.children.back(), goal);
        for (std::size_t i = node.children.size() - 1; i-- > 0 && start >= 0;) {
          const int branch = build(node.children[i], goal);
          start = branch < 0 ? -1 : add({-1, {branch, start}});
        }
        return start;
      }
      case Node::Kind::repeat: return build_repeat(node, goal);
    }
    return goal;
  }
  int add(State state) {
    states.push_back(state);
    return static_cast<int>(states.size()) - 1;
  }

  std::vector<State> states;
  std::vector<Ranges> sets;

 private:
  int build_repeat(const Node& node, int goal) {
    const Node& inner = node.children[0];
    int start = goal;
    if (node.high == unbounded) {
      const int loop = add({-1, {-1, goal}});
      const int body = build(inner, loop);
      if (body < 0) return -1;
      states[static_cast<std::size_t>(loop)].next[0] = body;
      start = loop;
    } else {
      for (int i = node.low; i < node.high; ++i) {
        const int body = build(inner, start);
        if (body < 0) return -1;
        start = add({-1, {body, goal}});
      }
    }
    for (int i = 0; i < node.low; ++i) start = build(inner, start);
    return start;
  }
};

void close_over(const std::vector<State>& states, int from, std::vector<int>& set, std::vector<bool>& seen) {
  std::vector<int> work{from};
  while (!work.empty()) {
    const int s = work.back();
    work.pop_back();
    if (s < 0 || seen[static_cast<std::size_t>(s)]) continue;
    seen[static_cast<std::size_t>(s)] = true;
    const State& state = states[static_cast<std::size_t>(s)];
    if (state.set >= 0 || state.next[0] < 0) {
      set.push_back(s);
    } else {
      work.push_back(state.next[0]);
      work.push_back(state.next[1]);
    }
  }
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view expression) {
  Parser parser(expression);
  const auto tree = parser.parse();
  if (!tree) return Error{ErrorCode::bad_request, "the regular expression has " + parser.problem()};
  Builder builder;
  const int goal = builder.add({});
  const int start = builder.build(*tree, goal);
  const Error too_large{ErrorCode::bad_request, "the regular expression is too large; shorten its repetitions"};
  if (start < 0) return too_large;

  Pattern out;
  for (const auto& set : builder.sets)
    for (const auto& range : set) {
      out.class_start_.push_back(range.first);
      out.class_start_.push_back(range.last + 1);
    }
  std::sort(out.class_start_.begin(), out.class_start_.end());
  out.class_start_.erase(std::unique(out.class_start_.begin(), out.class_start_.end()), out.class_start_.end());
  const std::size_t classes = out.classes_count_ = out.class_start_.size() + 1;
  if (classes > 4000) return too_large;
  std::vector<std::vector<bool>> holds(builder.sets.size(), std::vector<bool>(classes));
  for (std::size_t s = 0; s < builder.sets.size(); ++s)
    for (const auto& range : builder.sets[s]) {
      const std::size_t first = out.class_of(range.first), last = out.class_of(range.last);
      for (std::size_t c = first; c <= last; ++c) holds[s][c] = true;
    }

  std::map<std::vector<int>, std::size_t> numbers{{{}, 0}};
  std::vector<std::vector<int>> sets{{}};
  const auto number_of = [&](std::vector<int> set) {
    std::sort(set.begin(), set.end());
    const auto [found, added] = numbers.try_emplace(set, sets.size());
    if (added) sets.push_back(std::move(set));
    return static_cast<std::uint16_t>(found->second);
  };
  std::vector<int> first_set;
  std::vector<bool> seen(builder.states.size());
  close_over(builder.states, start, first_set, seen);
  number_of(first_set);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets.size() > states_max || sets.size() * classes > 8'000'000) return too_large;
    const std::vector<int> from = sets[i];
    out.accepting_.push_back(std::find(from.begin(), from.end(), goal) != from.end());
    for (std::size_t c = 0; c < classes; ++c) {
      std::vector<int> to;
      std::fill(seen.begin(), seen.end(), false);
      for (int s : from) {
        const State& state = builder.states[static_cast<std::size_t>(s)];
        if (state.set >= 0 && holds[static_cast<std::size_t>(state.set)][c]) close_over(builder.states, state.next[0], to, seen);
      }
      out.next_.push_back(number_of(std::move(to)));
    }
  }
  for (char32_t c = 0; c < 128; ++c)
    out.ascii_class_[c] = static_cast<std::uint16_t>(
        std::upper_bound(out.class_start_.begin(), out.class_start_.end(), c) - out.class_start_.begin());
  return out;
}

std::uint16_t Pattern::class_of(char32_t c) const {
  return static_cast<std::uint16_t>(std::upper_bound(class_start_.begin(), class_start_.end(), c) - class_start_.begin());
}

bool Pattern::matches(std::string_view text) const {
  std::size_t state = 1;
  for (std::size_t i = 0; i < text.size() && state != 0;) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::uint16_t c = byte < 128 ? ascii_class_[byte] : class_of(decode(text, i));
    if (byte < 128) ++i;
    state = next_[state * classes_count_ + c];
  }
  return accepting_[state];
}

std::size_t Pattern::match_beginning(std::string_view text) const {
  std::size_t state = 1, longest = accepting_[1] ? 0 : std::string_view::npos;
  for (std::size_t i = 0; i < text.size() && state != 0;) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::uint16_t c = byte < 128 ? ascii_class_[byte] : class_of(decode(text, i));
    if (byte < 128) ++i;
    state = next_[state * classes_count_ + c];
    if (accepting_[state]) longest = i;
  }
  return longest;
}

}  // namespace zhike::kernels
