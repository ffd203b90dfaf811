// SPDX-License-Identifier: Apache-2.0
// Looking things up in a loaded standard.
#include "standard/standard.h"

#include "kernels/text.h"

namespace zhike::standard {

namespace {

template <class T>
const T* by_id(const std::vector<T>& rows, std::string_view id) {
  for (const auto& row : rows)
    if (row.id == id) return &row;
  return nullptr;
}

template <class T>
const T* by_code(const std::vector<T>& rows, std::string_view code) {
  for (const auto& row : rows)
    if (row.code == code) return &row;
  return nullptr;
}

// Three rounds, so that a code is never hidden by another code's label, nor a label by an alias; within a round the
// first row wins.
template <class Row, class Use>
void collect_spellings(const std::vector<Row>& rows, std::unordered_map<std::string, std::string>& out, Use&& use) {
  auto add = [&](const std::string& spelling, const std::string& code) {
    std::string folded = fold_spelling(spelling);
    if (!folded.empty()) out.emplace(std::move(folded), code);
  };
  for (const auto& row : rows)
    if (use(row)) add(row.code, row.code);
  for (const auto& row : rows)
    if (use(row)) add(row.label.zh, row.code), add(row.label.en, row.code);
  for (const auto& row : rows)
    if (use(row))
      for (const auto& alias : row.aliases) add(alias, row.code);
}

}  // namespace

const Code* CodeList::find(std::string_view code) const { return by_code(codes, code); }
const Property* EventType::property(std::string_view id) const { return by_id(properties, id); }
const DimensionItem* Dimension::find(std::string_view code) const { return by_code(items, code); }

const Entity* Standard::entity(std::string_view id) const { return by_id(entities, id); }
const Category* Standard::category(std::string_view id) const { return by_id(categories, id); }
const Field* Standard::field(std::string_view id) const { return by_id(fields, id); }
const CodeList* Standard::code_list(std::string_view id) const { return by_id(code_lists, id); }
const EventType* Standard::event_type(std::string_view id) const { return by_id(event_types, id); }
const Dimension* Standard::dimension(std::string_view id) const { return by_id(dimensions, id); }

std::vector<const Field*> Standard::collected() const {
  std::vector<const Field*> out;
  for (const auto& field : fields)
    if (field.collected) out.push_back(&field);
  return out;
}

std::unordered_map<std::string, std::string> Standard::spellings(std::string_view code_list,
                                                                 std::string_view dimension) const {
  std::unordered_map<std::string, std::string> out;
  if (const auto* list = this->code_list(code_list))
    collect_spellings(list->codes, out, [](const Code&) { return true; });
  if (const auto* found = this->dimension(dimension))
    collect_spellings(found->items, out, [](const DimensionItem& item) { return item.status == "published"; });
  return out;
}

std::string fold_spelling(std::string_view text) {
  std::string normal, folded, out;
  kernels::normalise(text, normal);
  kernels::fold_case(normal, folded);
  for (char c : folded)
    if (c != ' ' && c != '_' && c != '-' && c != '.') out += c;
  return out;
}

}  // namespace zhike::standard
