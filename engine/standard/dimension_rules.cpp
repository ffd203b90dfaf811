// SPDX-License-Identifier: Apache-2.0
// Checks of dimension codes; dimension_rules.h says which.
#include "standard/dimension_rules.h"

#include <algorithm>
#include <set>

#include "kernels/nearest_name.h"
#include "kernels/pattern.h"

namespace zhike::standard {

namespace {

// Position of the level with this width; npos when there is none.
std::size_t level_of(const Dimension& dimension, std::size_t width) {
  for (std::size_t i = 0; i < dimension.levels.size(); ++i)
    if (static_cast<std::size_t>(dimension.levels[i].width) == width) return i;
  return std::string::npos;
}

class ItemCheck {
 public:
  ItemCheck(const Dimension& dimension, std::vector<Problem>& problems) : dimension_(dimension), problems_(problems) {
    for (const auto& item : dimension.items) codes_.push_back(item.code);
    auto pattern = kernels::Pattern::compile(dimension.format);
    if (pattern.ok()) pattern_.emplace(std::move(pattern.value()));
    else say("format", pattern.error().message);
  }

  void item(const DimensionItem& item, const std::string& path) {
    if (!seen_.insert(item.code).second) say(path + ".code", "the code " + item.code + " is given twice");
    if (pattern_ && !pattern_->matches(item.code)) say(path + ".code", "the code " + item.code + " does not have the form " + dimension_.format);
    std::size_t level = level_of(dimension_, item.code.size());
    if (level == std::string::npos) say(path + ".code", "the code " + item.code + " has the width of no level");
    else parent(item, level, path);
    auto letter = dimension_.origin == "own" ? item.code.find_first_of(forbidden_letters) : std::string::npos;
    if (letter != std::string::npos)
      say(path + ".code", "the code " + item.code + " has the letter " + item.code.substr(letter, 1) + ": own codes do not use O I S Z V");
    for (const auto& successor : item.successor) {
      if (successor == item.code) say(path + ".successor", "a code cannot follow itself");
      else known(successor, path + ".successor", "the successor");
    }
    if (!item.valid_from.empty() && !item.valid_to.empty() && item.valid_to < item.valid_from)
      say(path + ".valid_to", "the code ends before it begins");
    if (item.status == "retired" && item.valid_to.empty()) say(path, "a retired code tells its last day in valid_to");
  }

 private:
  void say(const std::string& path, std::string message, std::string_view nearest = {}) {
    problems_.push_back({"", path, std::move(message), std::string(nearest)});
  }
  bool known(const std::string& code, const std::string& path, const std::string& what) {
    if (dimension_.find(code)) return true;
    say(path, what + " " + code + " does not exist", kernels::nearest_name(code, codes_));
    return false;
  }
  void parent(const DimensionItem& item, std::size_t level, const std::string& path) {
    if (level == 0) {
      if (!item.parent.empty()) say(path + ".parent", "a code of the first level has no parent");
      return;
    }
    if (item.parent.empty()) return say(path, "the code " + item.code + " lies below the first level and needs a parent");
    if (!known(item.parent, path + ".parent", "the parent")) return;
    if (level_of(dimension_, item.parent.size()) != level - 1) say(path + ".parent", "the parent is not of the level above");
    if (dimension_.parent_prefix && !item.code.starts_with(item.parent))
      say(path + ".code", "the code " + item.code + " must begin with its parent " + item.parent);
  }

  const Dimension& dimension_;
  std::vector<Problem>& problems_;
  std::optional<kernels::Pattern> pattern_;
  std::vector<std::string_view> codes_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<Problem> check_dimension(const Dimension& dimension) {
  std::vector<Problem> out;
  for (std::size_t i = 1; i < dimension.levels.size(); ++i)
    if (dimension.levels[i].width < dimension.levels[i - 1].width)
      out.push_back({"", "levels[" + std::to_string(i) + "].width", "a level is at least as wide as the one above", ""});
  if (!dimension.table.empty() && !dimension.items.empty())
    out.push_back({"", "items", "the items of this dimension come from a table and are not listed", ""});
  ItemCheck check(dimension, out);
  // Items of a code list are flat where the list gives no parents: the list has been checked as a list.
  if (dimension.code_list.empty())
    for (std::size_t i = 0; i < dimension.items.size(); ++i) check.item(dimension.items[i], "items[" + std::to_string(i) + "]");
  return out;
}

bool is_valid_code(const Dimension& dimension, std::string_view code, std::string_view date) {
  if (!dimension.table.empty()) return true;
  auto holds = [&](const DimensionItem& item) {
    return item.status == "published" && (date.empty() || ((item.valid_from.empty() || item.valid_from <= date) &&
                                                           (item.valid_to.empty() || date <= item.valid_to)));
  };
  if (const auto* item = dimension.find(code)) return holds(*item);
  if (!dimension.open_below || level_of(dimension, code.size()) == std::string::npos) return false;
  // The deepest listed level decides: C1310 stands under C13.
  for (std::size_t width = code.size(); width-- > 1;)
    if (const auto* above = dimension.find(code.substr(0, width))) {
      bool deepest = std::none_of(dimension.items.begin(), dimension.items.end(),
                                  [&](const DimensionItem& item) { return item.parent == above->code; });
      return deepest && holds(*above);
    }
  return false;
}

}  // namespace zhike::standard
