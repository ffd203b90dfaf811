// SPDX-License-Identifier: Apache-2.0
// Recursive descent over the tokens of a condition; precedence as in SQL.
#include "resolve/splink/expression.h"

#include <cstdlib>
#include <utility>

#include "resolve/splink/node.h"

namespace zhike::resolve::splink {
namespace {

using NodePointer = std::shared_ptr<const Node>;

enum class TokenKind : std::uint8_t { word, quoted, text, number, sign, end };
struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;   // words in lower case
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) > 127; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

Error not_understood(std::string_view what) { return {ErrorCode::bad_request, "not understood: " + std::string(what)}; }

Result<std::vector<Token>> tokens_of(std::string_view sql) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      ++at;
    } else if (is_letter(c)) {
      std::size_t end = at;
      while (end < sql.size() && (is_letter(sql[end]) || is_digit(sql[end]))) ++end;
      out.push_back({TokenKind::word, lowered(sql.substr(at, end - at))});
      at = end;
    } else if (is_digit(c) || (c == '.' && at + 1 < sql.size() && is_digit(sql[at + 1]))) {
      std::size_t end = at;
      while (end < sql.size() && (is_digit(sql[end]) || sql[end] == '.' || sql[end] == 'e' || sql[end] == 'E' ||
                                  ((sql[end] == '-' || sql[end] == '+') && (sql[end - 1] == 'e' || sql[end - 1] == 'E'))))
        ++end;
      out.push_back({TokenKind::number, std::string(sql.substr(at, end - at))});
      at = end;
    } else if (c == '\'' || c == '"' || c == '`') {
      std::string text;
      for (++at;; ++at) {
        if (at >= sql.size()) return not_understood("a quote that does not end");
        if (sql[at] == c && at + 1 < sql.size() && sql[at + 1] == c) ++at;
        else if (sql[at] == c) break;
        text += sql[at];
      }
      ++at;
      out.push_back({c == '\'' ? TokenKind::text : TokenKind::quoted, c == '\'' ? text : lowered(text)});
    } else {
      std::string sign(1, c);
      if (at + 1 < sql.size())
        for (const char* two : {"<=", ">=", "<>", "!=", "||", "::", "=="})
          if (sql.substr(at, 2) == two) sign = two;
      at += sign.size();
      out.push_back({TokenKind::sign, sign});
    }
  }
  out.push_back({});
  return out;
}

struct FunctionName {
  std::string_view name;
  Act act;
  std::size_t arguments_least, arguments_most;
};
constexpr FunctionName functions[] = {
    {"lower", Act::lower, 1, 1}, {"lcase", Act::lower, 1, 1}, {"upper", Act::upper, 1, 1}, {"ucase", Act::upper, 1, 1}, {"trim", Act::trim, 1, 1},
    {"length", Act::length, 1, 1}, {"len", Act::length, 1, 1}, {"substr", Act::substring, 2, 3}, {"substring", Act::substring, 2, 3},
    {"abs", Act::absolute, 1, 1}, {"coalesce", Act::coalesce, 1, 20}, {"ifnull", Act::coalesce, 2, 2}, {"nullif", Act::nullif, 2, 2}, {"epoch", Act::epoch, 1, 1},
    {"try_strptime", Act::parse_time, 2, 2}, {"strptime", Act::parse_time, 2, 2}, {"regexp_extract", Act::regexp_extract, 2, 3},
    {"jaro_winkler_similarity", Act::jaro_winkler, 2, 2}, {"jaro_winkler", Act::jaro_winkler, 2, 2}, {"jaro_similarity", Act::jaro, 2, 2}, {"jaro_sim", Act::jaro, 2, 2},
    {"levenshtein", Act::levenshtein, 2, 2}, {"editdist3", Act::levenshtein, 2, 2}, {"damerau_levenshtein", Act::damerau_levenshtein, 2, 2}, {"jaccard", Act::jaccard, 2, 2},
};

class Parser {
 public:
  Parser(std::vector<Token> tokens, const Resolve& resolve) : tokens_(std::move(tokens)), resolve_(resolve) {}

  Result<NodePointer> whole() {
    ZK_TRY_SET(NodePointer node, disjunction());
    if (now().kind != TokenKind::end) return not_understood("'" + now().text + "'");
    return node;
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  bool is_word(std::string_view word) const { return now().kind == TokenKind::word && now().text == word; }
  bool is_sign(std::string_view sign) const { return now().kind == TokenKind::sign && now().text == sign; }
  bool take_word(std::string_view word) { return is_word(word) && ++at_ > 0; }
  bool take_sign(std::string_view sign) { return is_sign(sign) && ++at_ > 0; }
  Status need_sign(std::string_view sign) {
    if (take_sign(sign)) return done();
    return not_understood("'" + now().text + "' where '" + std::string(sign) + "' should stand");
  }

  static NodePointer make(Act act, std::vector<NodePointer> of) {
    auto node = std::make_shared<Node>();
    node->act = act;
    node->of = std::move(of);
    return node;
  }
  static NodePointer literal(Value value) {
    auto node = std::make_shared<Node>();
    node->literal = std::move(value);
    return node;
  }

  Result<NodePointer> disjunction() {
    ZK_TRY_SET(NodePointer first, conjunction());
    std::vector<NodePointer> parts{std::move(first)};
    while (take_word("or")) {
      ZK_TRY_SET(NodePointer next, conjunction());
      parts.push_back(std::move(next));
    }
    return parts.size() == 1 ? parts[0] : make(Act::logic_or, std::move(parts));
  }

  Result<NodePointer> conjunction() {
    ZK_TRY_SET(NodePointer first, negation());
    std::vector<NodePointer> parts{std::move(first)};
    while (take_word("and")) {
      ZK_TRY_SET(NodePointer next, negation());
      parts.push_back(std::move(next));
    }
    return parts.size() == 1 ? parts[0] : make(Act::logic_and, std::move(parts));
  }

  Result<NodePointer> negation() {
    if (!take_word("not")) return comparison();
    ZK_TRY_SET(NodePointer of, negation());
    return make(Act::logic_not, {std::move(of)});
  }

  Result<NodePointer> comparison() {
    ZK_TRY_SET(NodePointer left, sum());
    if (take_word("is")) {
      const bool negated = take_word("not");
      if (!take_word("null")) return not_understood("IS " + now().text);
      return make(negated ? Act::is_not_null : Act::is_null, {std::move(left)});
    }
    const bool negated = is_word("not") && ++at_ > 0;
    if (take_word("in")) {
      ZK_TRY(need_sign("("));
      ZK_TRY_SET(auto items, list());
      items.insert(items.begin(), std::move(left));
      auto found = make(Act::in_list, std::move(items));
      return negated ? make(Act::logic_not, {std::move(found)}) : found;
    }
    if (take_word("between")) {
      ZK_TRY_SET(NodePointer low, sum());
      if (!take_word("and")) return not_understood("BETWEEN without AND");
      ZK_TRY_SET(NodePointer high, sum());
      auto within = make(Act::logic_and, {make(Act::greater_equal, {left, std::move(low)}), make(Act::less_equal, {left, std::move(high)})});
      return negated ? make(Act::logic_not, {std::move(within)}) : within;
    }
    if (negated) return not_understood("NOT " + now().text);
    static constexpr std::pair<std::string_view, Act> signs[] = {{"=", Act::equal}, {"==", Act::equal}, {"<>", Act::unequal}, {"!=", Act::unequal},
                                                                {"<=", Act::less_equal}, {"<", Act::less}, {">=", Act::greater_equal}, {">", Act::greater}};
    for (const auto& [sign, act] : signs) {
      if (!take_sign(sign)) continue;
      ZK_TRY_SET(NodePointer right, sum());
      return make(act, {std::move(left), std::move(right)});
    }
    return left;
  }

  Result<NodePointer> sum() {
    ZK_TRY_SET(NodePointer left, product());
    for (;;) {
      const Act act = is_sign("+") ? Act::add : is_sign("-") ? Act::subtract : is_sign("||") ? Act::concatenate : Act::literal;
      if (act == Act::literal) return left;
      ++at_;
      ZK_TRY_SET(NodePointer right, product());
      left = make(act, {std::move(left), std::move(right)});
    }
  }

  Result<NodePointer> product() {
    ZK_TRY_SET(NodePointer left, unary());
    while (is_sign("*") || is_sign("/")) {
      const Act act = take_sign("*") ? Act::multiply : Act::divide;
      if (act == Act::divide) ++at_;
      ZK_TRY_SET(NodePointer right, unary());
      left = make(act, {std::move(left), std::move(right)});
    }
    return left;
  }

  Result<NodePointer> unary() {
    if (take_sign("-")) {
      ZK_TRY_SET(NodePointer of, unary());
      return make(Act::subtract, {literal(0.0), std::move(of)});
    }
    ZK_TRY_SET(NodePointer node, primary());
    while (take_sign("::")) {
      ZK_TRY_SET(node, cast(std::move(node)));
    }
    return node;
  }

  Result<NodePointer> cast(NodePointer of) {
    const std::string type = now().text;
    ++at_;
    for (const std::string_view known : {"varchar", "text", "string"})
      if (type == known) return make(Act::to_text, {std::move(of)});
    for (const std::string_view known : {"int", "integer", "bigint", "double", "float", "float8", "real", "numeric"})
      if (type == known) return make(Act::to_number, {std::move(of)});
    return not_understood("a cast to " + type);
  }

  Result<NodePointer> primary() {
    const Token token = now();
    if (token.kind == TokenKind::end) return not_understood("an end where a value should stand");
    ++at_;
    if (token.kind == TokenKind::text) return literal(token.text);
    if (token.kind == TokenKind::number) return literal(std::strtod(token.text.c_str(), nullptr));
    if (token.kind == TokenKind::sign) {
      if (token.text != "(") return not_understood("'" + token.text + "'");
      ZK_TRY_SET(NodePointer inner, disjunction());
      ZK_TRY(need_sign(")"));
      return inner;
    }
    if (token.kind == TokenKind::word) {
      if (token.text == "null") return literal({});
      if (token.text == "true" || token.text == "false") return literal(token.text == "true");
      if (token.text == "case") return choice();
      if (is_sign("(")) return function(token.text);
    }
    return column(token.text);
  }

  Result<NodePointer> column(std::string name) {
    std::string table;
    if (take_sign(".")) {
      table = std::move(name);
      if (now().kind != TokenKind::word && now().kind != TokenKind::quoted) return not_understood("'" + table + ".'");
      name = now().text;
      ++at_;
    }
    if (is_sign("[")) return not_understood("'[' after " + name);
    ZK_TRY_SET(const ColumnSide found, resolve_(table, name));
    auto node = std::make_shared<Node>();
    node->act = Act::column;
    node->column = found;
    return NodePointer(node);
  }

  Result<std::vector<NodePointer>> list() {
    std::vector<NodePointer> items;
    do {
      ZK_TRY_SET(NodePointer item, disjunction());
      items.push_back(std::move(item));
    } while (take_sign(","));
    ZK_TRY(need_sign(")"));
    return items;
  }

  Result<NodePointer> choice() {
    std::vector<NodePointer> parts;
    while (take_word("when")) {
      ZK_TRY_SET(NodePointer condition, disjunction());
      if (!take_word("then")) return not_understood("WHEN without THEN");
      ZK_TRY_SET(NodePointer value, disjunction());
      parts.push_back(std::move(condition));
      parts.push_back(std::move(value));
    }
    if (take_word("else")) {
      ZK_TRY_SET(NodePointer value, disjunction());
      parts.push_back(std::move(value));
    }
    if (!take_word("end") || parts.size() < 2) return not_understood("this CASE");
    return make(Act::choose, std::move(parts));
  }

  Result<NodePointer> function(const std::string& name) {
    ++at_;
    if (name == "cast" || name == "try_cast") {
      ZK_TRY_SET(NodePointer of, disjunction());
      if (!take_word("as")) return not_understood("CAST without AS");
      ZK_TRY_SET(NodePointer node, cast(std::move(of)));
      ZK_TRY(need_sign(")"));
      return node;
    }
    ZK_TRY_SET(auto arguments, list());
    for (const auto& known : functions) {
      if (known.name != name || arguments.size() < known.arguments_least || arguments.size() > known.arguments_most) continue;
      if (known.act == Act::regexp_extract) return extract(std::move(arguments));
      return make(known.act, std::move(arguments));
    }
    return not_understood("the function " + name);
  }

  // The whole match of a pattern without alternatives, lazy repeats or an end sign: there the longest match is the one.
  Result<NodePointer> extract(std::vector<NodePointer> arguments) {
    const auto* pattern = std::get_if<std::string>(&arguments[1]->literal);
    const auto* group = arguments.size() > 2 ? std::get_if<double>(&arguments[2]->literal) : nullptr;
    const bool whole = arguments.size() == 2 || (group && *group == 0);
    if (!pattern || arguments[1]->act != Act::literal || !whole) return not_understood("this regexp_extract");
    for (const std::string_view sign : {"|", "$", "??", "*?", "+?", "}?"})
      if (pattern->find(sign) != pattern->npos) return not_understood("this regexp_extract");
    auto node = std::make_shared<Node>();
    node->act = Act::regexp_extract;
    node->of = {std::move(arguments[0])};
    node->anchored = pattern->starts_with('^');
    ZK_TRY_SET(auto compiled, kernels::Pattern::compile(node->anchored ? std::string_view(*pattern).substr(1) : std::string_view(*pattern)));
    node->pattern = std::move(compiled);
    return NodePointer(node);
  }

  std::vector<Token> tokens_;
  const Resolve& resolve_;
  std::size_t at_ = 0;
};

void gather(const Node& node, std::vector<ColumnSide>& out) {
  if (node.act == Act::column) out.push_back(node.column);
  for (const auto& part : node.of) gather(*part, out);
}

}  // namespace

Expression::Expression(std::shared_ptr<const Node> root) : root_(std::move(root)) { gather(*root_, columns_); }

Result<Expression> Expression::parse(std::string_view sql, const Resolve& resolve) {
  ZK_TRY_SET(auto tokens, tokens_of(sql));
  ZK_TRY_SET(NodePointer root, Parser(std::move(tokens), resolve).whole());
  return Expression(std::move(root));
}

Value Expression::value(const PairCells& cells) const { return evaluate(*root_, cells); }

bool Expression::holds(const PairCells& cells) const {
  const Value value = evaluate(*root_, cells);
  const auto* truth = std::get_if<bool>(&value);
  return truth && *truth;
}

std::vector<Expression> Expression::conjuncts() const {
  if (root_->act != Act::logic_and) return {*this};
  std::vector<Expression> out;
  for (const auto& part : root_->of)
    for (auto& inner : Expression(part).conjuncts()) out.push_back(std::move(inner));
  return out;
}

std::optional<std::pair<Expression, Expression>> Expression::equality() const {
  if (root_->act != Act::equal) return std::nullopt;
  return std::pair(Expression(root_->of[0]), Expression(root_->of[1]));
}

std::optional<std::uint32_t> Expression::exact_column() const {
  if (root_->act != Act::equal) return std::nullopt;
  const auto &a = *root_->of[0], &b = *root_->of[1];
  if (a.act != Act::column || b.act != Act::column || a.column.column != b.column.column || a.column.right == b.column.right) return std::nullopt;
  return a.column.column;
}

bool Expression::reads_only(bool right) const {
  for (const auto& column : columns_)
    if (column.right != right) return false;
  return !columns_.empty();
}

}  // namespace zhike::resolve::splink
