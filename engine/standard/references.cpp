// SPDX-License-Identifier: Apache-2.0
// Names that lead nowhere, spellings that mean two things, verbs without their arguments.
#include "standard/references.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "kernels/checks.h"
#include "kernels/cleaners.h"
#include "kernels/nearest_name.h"
#include "kernels/pattern.h"
#include "standard/condition.h"
#include "standard/dimension_rules.h"
#include "standard/verbs.h"

namespace zhike::standard {

namespace {

using Names = std::vector<std::string_view>;

template <class Rows>
Names ids_of(const Rows& rows) {
  Names out;
  for (const auto& row : rows) out.push_back(row.id);
  return out;
}

// Spellings of one scope: each may mean one thing only.
class Spellings {
 public:
  // The owner that has the spelling already; empty when it was free or is the same owner's.
  std::string claim(const std::string& spelling, const std::string& owner) {
    auto [found, is_new] = owners_.emplace(fold_spelling(spelling), owner);
    return is_new || found->second == owner ? std::string() : found->second;
  }

 private:
  std::map<std::string, std::string> owners_;
};

class References {
 public:
  References(const Standard& standard, const Places& places, std::vector<Problem>& problems)
      : standard_(standard), places_(places), problems_(problems), field_ids_(ids_of(standard.fields)),
        list_ids_(ids_of(standard.code_lists)), dimension_ids_(ids_of(standard.dimensions)),
        entity_ids_(ids_of(standard.entities)), category_ids_(ids_of(standard.categories)) {
    if (const auto* list = standard.code_list("department"))
      for (const auto& code : list->codes) departments_.push_back(code.code);
  }

  void all() {
    std::set<std::string> codes;
    for (const auto& field : standard_.fields) {
      at("field/" + field.id);
      if (!codes.insert(field.code).second) say("code", "the code " + field.code + " is used by another field");
      check_field(field);
    }
    check_columns();
    for (const auto& list : standard_.code_lists) check_code_list(list);
    check_event_types();
    for (const auto& rule : standard_.identity_rules) check_identity_rule(rule);
    for (const auto& dimension : standard_.dimensions) check_dimension_item(dimension);
  }

 private:
  void at(const std::string& item) {
    auto place = places_.find(item);
    place_ = place == places_.end() ? Place{"", item} : place->second;
  }
  void say(const std::string& path, std::string message, std::string_view nearest = {}) {
    problems_.push_back({place_.file, path.empty() ? place_.path : place_.path + "." + path, std::move(message), std::string(nearest)});
  }
  // Tells when `name` is given and none of `names`.
  bool known(std::string_view name, const Names& names, const std::string& path, const std::string& what) {
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return true;
    say(path, "there is no " + what + " \"" + std::string(name) + "\"", kernels::nearest_name(name, names));
    return false;
  }

  void check_field(const Field& field) {
    for (std::size_t i = 0; i < field.entities.size(); ++i)
      known(field.entities[i], entity_ids_, "entities[" + std::to_string(i) + "]", "entity");
    coded(field.type, field.code_list, field.dimension);
    known(field.department, departments_, "department", "department");
    known(field.match_kind, Names(std::begin(match_kinds), std::end(match_kinds)), "match_kind", "match kind");
    if (field.length_max < field.length_min) say("length", "the most is less than the least");
    if (!field.format.empty())
      if (auto pattern = kernels::Pattern::compile(field.format); !pattern.ok()) say("format", pattern.error().message);
    check_condition(field);
    for (std::size_t i = 0; i < field.clean.size(); ++i) check_cleaner(field.clean[i], "clean[" + std::to_string(i) + "]");
    for (std::size_t i = 0; i < field.check.size(); ++i) check_check(field.check[i], "check[" + std::to_string(i) + "]");
    for (std::size_t i = 0; i < field.survivorship.size(); ++i)
      check_verb(survivorship_verbs, field.survivorship[i], "survivorship[" + std::to_string(i) + "]", "survivorship rule");
    if (!field.derive.name.empty()) check_verb(derive_verbs, field.derive, "derive", "derivation");
    if (field.collected && field.survivorship.empty()) say("survivorship", "a collected field needs a rule for which value wins");
    if (field.collected && field.aliases.empty()) say("aliases", "a collected field needs the header words that name it");
    if (!field.collected && field.derive.name.empty()) say("derive", "a field that is not collected tells how it is derived");
  }

  void coded(DataType type, const std::string& list, const std::string& dimension) {
    known(list, list_ids_, "code_list", "code list");
    known(dimension, dimension_ids_, "dimension", "dimension");
    if (!list.empty() && !dimension.empty()) say("dimension", "values come from a code list or from a dimension, not from both");
    if (type == DataType::code && list.empty() && dimension.empty()) say("type", "a code needs a code_list or a dimension");
  }

  void check_condition(const Field& field) {
    if (field.required == "conditional" && field.required_if.empty()) say("required", "a conditional field needs required_if");
    auto condition = parse_condition(field.required_if);
    if (!condition.ok()) return say("required_if", condition.error().message);
    for (const auto& clause : condition.value()) {
      if (!known(clause.field, field_ids_, "required_if", "field")) continue;
      const Field& other = *standard_.field(clause.field);
      Names codes;
      if (const auto* list = standard_.code_list(other.code_list))
        for (const auto& code : list->codes) codes.push_back(code.code);
      if (const auto* dimension = standard_.dimension(other.dimension))
        for (const auto& item : dimension->items) codes.push_back(item.code);
      if (codes.empty()) continue;
      for (const auto& value : clause.values) known(value, codes, "required_if", "code of " + clause.field);
    }
  }

  void check_cleaner(const Verb& verb, const std::string& path) {
    if (!kernels::find_cleaner(verb.name)) known(verb.name, ids_of(kernels::cleaners()), path, "cleaner");
    if (!verb.arguments.empty()) say(path, "a cleaner takes no arguments");
  }

  void check_check(const Verb& verb, const std::string& path) {
    const auto* row = kernels::find_check(verb.name);
    if (!row) {
      known(verb.name, ids_of(kernels::checks()), path, "check");
      return;
    }
    auto prepared = kernels::prepare_check(verb.name, verb.arguments);
    if (!prepared.ok()) say(path, prepared.error().message);
    if (row->arity != static_cast<int>(verb.with.size()) + 1)
      say(path + ".with", "this check looks at " + std::to_string(row->arity - 1) + " other fields, " + std::to_string(verb.with.size()) + " are named");
    for (const auto& other : verb.with) known(other, field_ids_, path + ".with", "field");
  }

  void check_verb(std::span<const VerbRow> rows, const Verb& verb, const std::string& path, const std::string& what) {
    const auto* row = find_verb(rows, verb.name);
    if (!row) {
      known(verb.name, ids_of(rows), path, what);
      return;
    }
    std::istringstream words{std::string(row->arguments)};
    std::set<std::string> required;
    std::vector<std::string> names;
    for (std::string word; words >> word;) {
      bool optional = word.ends_with('?');
      if (optional) word.pop_back();
      else required.insert(word);
      names.push_back(word);
    }
    Names allowed(names.begin(), names.end());
    for (const auto& [name, value] : verb.arguments) {
      if (!known(name, allowed, path, "argument")) continue;
      required.erase(name);
      check_argument(name, value, path + "." + name);
    }
    for (const auto& name : required) say(path, "the argument " + name + " is missing");
  }

  // Arguments that name things of the standard; the rest is free text.
  void check_argument(const std::string& name, const std::string& value, const std::string& path) {
    if (name == "from" || name == "by") known(value, field_ids_, path, "field");
    if (name != "events" && name != "minus" && name != "of") return;
    std::istringstream words(value);
    for (std::string word; std::getline(words, word, '|');) known(word, ids_of(standard_.event_types), path, "event type");
  }

  void claim(Spellings& spellings, const std::vector<std::string>& aliases, const std::string& owner) {
    for (std::size_t i = 0; i < aliases.size(); ++i)
      if (auto other = spellings.claim(aliases[i], owner); !other.empty())
        say("aliases[" + std::to_string(i) + "]", "\"" + aliases[i] + "\" names " + other + " already");
  }

  void check_columns() {
    Spellings header;
    for (const auto& field : standard_.fields) at("field/" + field.id), claim(header, field.aliases, field.id);
    auto one = [&](const MappedColumn& column, const std::string& scope) {
      if (column.scope != scope) say("scope", "the scope here is " + scope);
      const auto* field = standard_.field(column.feeds);
      known(column.feeds, field_ids_, "feeds", "field");
      if (field && !field->collected) say("feeds", "the field " + column.feeds + " is derived, nothing feeds it");
    };
    for (const auto& column : standard_.columns) {
      at("column/" + column.id);
      one(column, "record");
      if (standard_.field(column.id)) say("id", "a field has this id");
      claim(header, column.aliases, column.id);
    }
    Spellings envelope;
    for (const auto& member : standard_.envelope) {
      at("member/" + member.id);
      one(member, "event");
      claim(envelope, member.aliases, member.id);
    }
  }

  void check_identity_rule(const IdentityRule& rule) {
    at("identity_rule/" + rule.id);
    const auto* field = standard_.field(rule.field);
    if (!known(rule.field, field_ids_, "field", "field")) return;
    if (!field->collected) say("field", "the field " + rule.field + " is derived: no record brings it, so it identifies nobody");
    check_blocked(rule.blocked, "blocked");
  }
  // Values between slashes are expressions and must be ones that Zhike can run.
  void check_blocked(const std::vector<std::string>& blocked, const std::string& path) {
    for (std::size_t i = 0; i < blocked.size(); ++i) {
      const auto& entry = blocked[i];
      if (entry.size() < 3 || entry.front() != '/' || entry.back() != '/') continue;
      if (auto pattern = kernels::Pattern::compile(entry.substr(1, entry.size() - 2)); !pattern.ok())
        say(path + "[" + std::to_string(i) + "]", pattern.error().message);
    }
  }

  void check_event_types() {
    Spellings types;
    for (const auto& type : standard_.event_types) {
      at("event_type/" + type.id);
      known(type.category, category_ids_, "category", "category");
      claim(types, type.aliases, type.id);
      Names ids = ids_of(type.properties);
      known(type.amount, ids, "amount", "property");
      known(type.channel, ids, "channel", "property");
      known(type.group, ids, "group", "property");
      for (const auto& factor : type.amount_product) known(factor, ids, "amount_product", "property");
      Place whole = place_;
      Spellings spellings;
      for (const auto& member : standard_.envelope)
        for (const auto& alias : member.aliases) spellings.claim(alias, member.id);
      std::set<std::string> seen;
      for (std::size_t i = 0; i < type.properties.size(); ++i) {
        const auto& property = type.properties[i];
        place_ = {whole.file, whole.path + ".properties[" + std::to_string(i) + "]"};
        if (!seen.insert(property.id).second) say("id", "the property " + property.id + " is given twice");
        coded(property.type, property.code_list, property.dimension);
        claim(spellings, property.aliases, property.id);
      }
    }
  }

  void check_code_list(const CodeList& list) {
    at("code_list/" + list.id);
    place_.file = place_.file.substr(0, place_.file.size() - std::min<std::size_t>(5, place_.file.size())) + ".csv";
    Names codes;
    for (const auto& code : list.codes) codes.push_back(code.code);
    if (codes.empty()) say("", "the code list has no codes");
    Spellings spellings;
    std::set<std::string> seen;
    for (const auto& code : list.codes) {
      place_.path = "code " + code.code;
      if (!seen.insert(code.code).second) say("", "the code is given twice");
      known(code.parent, codes, "parent", "code");
      for (const auto& successor : code.successor) known(successor, codes, "successor", "code");
      if (!code.valid_from.empty() && !code.valid_to.empty() && code.valid_to < code.valid_from) say("valid_to", "the code ends before it begins");
      claim(spellings, {code.label.zh, code.label.en}, code.code);
    }
    for (const auto& code : list.codes) place_.path = "code " + code.code, claim(spellings, code.aliases, code.code);
  }

  void check_dimension_item(const Dimension& dimension) {
    at("dimension/" + dimension.id);
    known(dimension.owner, departments_, "owner", "department");
    known(dimension.code_list, list_ids_, "code_list", "code list");
    for (auto& problem : check_dimension(dimension)) say(problem.path, problem.message, problem.nearest);
    if (!dimension.code_list.empty()) return;
    // Levels may share a label (房地产业 is section and division); an alias has to be clear.
    Spellings spellings;
    for (std::size_t i = 0; i < dimension.items.size(); ++i) {
      place_.path = "$.items, code " + dimension.items[i].code;
      claim(spellings, dimension.items[i].aliases, dimension.items[i].code);
    }
  }

  const Standard& standard_;
  const Places& places_;
  std::vector<Problem>& problems_;
  Place place_;
  Names field_ids_, list_ids_, dimension_ids_, entity_ids_, category_ids_, departments_;
};

}  // namespace

void check_references(const Standard& standard, const Places& places, std::vector<Problem>& problems) {
  References(standard, places, problems).all();
}

}  // namespace zhike::standard
