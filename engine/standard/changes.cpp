// SPDX-License-Identifier: Apache-2.0
// The comparison walks over the canonical documents, so it knows no field of any type by name.
#include "standard/changes.h"

#include <algorithm>
#include <boost/json.hpp>

#include "standard/document.h"

namespace zhike::standard {

namespace json = boost::json;

namespace {

// The name of an element within its list: id or code; empty when elements have none and the list is one value.
std::string_view key_of(const json::value& element) {
  if (!element.is_object()) return {};
  for (std::string_view key : {"id", "code"})
    if (const auto* found = element.get_object().if_contains(key); found && found->is_string()) return found->get_string();
  return {};
}

bool has_keys(const json::array& list) {
  return !list.empty() && std::all_of(list.begin(), list.end(), [](const json::value& e) { return !key_of(e).empty(); });
}

class Compare {
 public:
  std::vector<Change> changes;

  void value(const json::value& before, const json::value& after, const std::string& path) {
    if (before.is_object() && after.is_object()) return object(before.get_object(), after.get_object(), path);
    if (before.is_array() && after.is_array()) {
      const auto &left = before.get_array(), &right = after.get_array();
      if ((has_keys(left) || left.empty()) && (has_keys(right) || right.empty())) return list(left, right, path);
    }
    std::string left = canonical_text(before, false), right = canonical_text(after, false);
    if (left != right) changes.push_back({Change::Kind::changed, path, left, right});
  }

 private:
  static std::string below(const std::string& path, std::string_view key) {
    return path.empty() ? std::string(key) : path + "/" + std::string(key);
  }
  void one_sided(Change::Kind kind, const std::string& path, const json::value& value) {
    std::string text = canonical_text(value, false);
    if (kind == Change::Kind::added) changes.push_back({kind, path, "", text});
    else changes.push_back({kind, path, text, ""});
  }
  void object(const json::object& before, const json::object& after, const std::string& path) {
    for (const auto& member : before) {
      const auto* found = after.if_contains(member.key());
      if (found) value(member.value(), *found, below(path, member.key()));
      else one_sided(Change::Kind::removed, below(path, member.key()), member.value());
    }
    for (const auto& member : after)
      if (!before.contains(member.key())) one_sided(Change::Kind::added, below(path, member.key()), member.value());
  }
  void list(const json::array& before, const json::array& after, const std::string& path) {
    std::map<std::string_view, const json::value*> left, right;
    for (const auto& element : before) left.emplace(key_of(element), &element);
    for (const auto& element : after) right.emplace(key_of(element), &element);
    for (const auto& element : before) {
      auto found = right.find(key_of(element));
      if (found != right.end()) value(element, *found->second, below(path, key_of(element)));
      else one_sided(Change::Kind::removed, below(path, key_of(element)), element);
    }
    for (const auto& element : after)
      if (!left.contains(key_of(element))) one_sided(Change::Kind::added, below(path, key_of(element)), element);
  }
};

std::string item_text(const DimensionItem& item) { return canonical_text(to_value(item), false); }

// What is in force: proposed items of the active version are not.
const DimensionItem* in_force(const Standard& standard, const std::string& dimension, const std::string& code) {
  const auto* found = standard.dimension(dimension);
  const auto* item = found ? found->find(code) : nullptr;
  return item && item->status != "proposed" && item->status != "draft" ? item : nullptr;
}

template <class Row>
void compare_meaning(const Row& before, const Row* after, const std::string& path, std::vector<Problem>& problems) {
  auto say = [&](std::string message) { problems.push_back({"", path, std::move(message), ""}); };
  if (!after) return say("a used code may not disappear: keep it and give it a valid_to and, where there is one, a successor");
  if (before.label.zh != after->label.zh && before.label.en != after->label.en)
    say("a used code may not change its meaning: keep \"" + before.label.zh + "\" and add a new code");
  if (before.parent != after->parent) say("a used code may not move to another parent: retire it with a successor");
}

}  // namespace

std::string_view name_of(Change::Kind kind) {
  constexpr std::string_view names[] = {"added", "changed", "removed"};
  return names[static_cast<int>(kind)];
}

std::vector<Change> diff(const Standard& active, const Standard& files) {
  if (active.hash == files.hash && !active.hash.empty()) return {};
  Compare compare;
  compare.value(json::parse(to_json(active)), json::parse(to_json(files)), "");
  return std::move(compare.changes);
}

std::vector<ItemChange> items_to_review(const Standard& active, const Standard& files) {
  std::vector<ItemChange> out;
  for (const auto& dimension : files.dimensions) {
    if (!dimension.code_list.empty()) continue;  // a code list becomes active with its version
    for (DimensionItem item : dimension.items) {
      if (item.status == "draft") continue;
      if (item.status == "proposed") item.status = "published";
      const auto* before = in_force(active, dimension.id, item.code);
      std::string left = before ? item_text(*before) : "", right = item_text(item);
      if (left != right) out.push_back({dimension.id, item.code, left, right});
    }
  }
  return out;
}

std::vector<Problem> broken_codes(const Standard& active, const Standard& files) {
  std::vector<Problem> out;
  for (const auto& dimension : active.dimensions) {
    if (!dimension.code_list.empty()) continue;
    const auto* now = files.dimension(dimension.id);
    for (const auto& item : dimension.items) {
      if (!in_force(active, dimension.id, item.code)) continue;
      std::string path = "dimensions/" + dimension.id + "/items/" + item.code;
      const auto* after = now ? now->find(item.code) : nullptr;
      compare_meaning(item, after, path, out);
      if (after && item.status == "retired" && after->status != "retired")
        out.push_back({"", path, "a retired code may not come back: add a new one", ""});
    }
  }
  for (const auto& list : active.code_lists) {
    const auto* now = files.code_list(list.id);
    for (const auto& code : list.codes)
      compare_meaning(code, now ? now->find(code.code) : nullptr, "code_lists/" + list.id + "/codes/" + code.code, out);
  }
  return out;
}

Standard without_unreviewed(const Standard& active, const Standard& files) {
  Standard out = files;
  for (const auto& change : items_to_review(active, files)) {
    auto dimension = std::find_if(out.dimensions.begin(), out.dimensions.end(),
                                  [&](const Dimension& d) { return d.id == change.dimension; });
    auto item = std::find_if(dimension->items.begin(), dimension->items.end(),
                             [&](const DimensionItem& i) { return i.code == change.code; });
    if (const auto* before = in_force(active, change.dimension, change.code)) *item = *before;
    else item->status = "proposed";
  }
  settle(out);
  return out;
}

Result<DimensionItem> read_item(const std::string& text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  DimensionItem item;
  if (!error) read(value, item);
  if (item.code.empty()) return Error{ErrorCode::unreadable, "the stored proposal holds no dimension item"};
  return item;
}

}  // namespace zhike::standard
