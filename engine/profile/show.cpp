// SPDX-License-Identifier: Apache-2.0
// The 360-degree view of one customer, read from its own few records: the views over all customers are too wide for one.
#include <algorithm>
#include <map>

#include "kernels/text.h"
#include "profile/identifiers.h"
#include "profile/merge_rules.h"
#include "profile/profile.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

constexpr int masked_sensitivity = 4;

// The ends stay, so that people can tell two values apart: 110***********02X.
std::string masked(const std::string& value) {
  std::u32string text = kernels::code_points(value);
  std::size_t shown = text.size() >= 12 ? 3 : text.size() >= 6 ? 1 : 0;
  for (std::size_t i = shown; i + shown < text.size(); ++i) text[i] = U'*';
  return kernels::to_utf8(text);
}

struct Choice {
  std::int64_t record_id;
  std::string rule;
};

class Showing {
 public:
  Showing(flow::Context& context, const ShowOptions& options, Shown& shown) : context_(context), options_(options), shown_(shown) {}

  Status read() {
    ZK_TRY_SET(golden_, context_.lake().query("SELECT * FROM profile.customer WHERE cuid = $cuid", {{"cuid", shown_.cuid}}));
    if (golden_.empty()) return Error{ErrorCode::not_found, "no customer has the code " + shown_.asked};
    ZK_TRY_SET(records_, context_.lake().query(sql::show_record, {{"cuid", shown_.cuid}}));
    ZK_TRY_SET(auto choices, context_.lake().query("SELECT field, record_id, rule FROM profile.choice WHERE cuid = $cuid", {{"cuid", shown_.cuid}}));
    for (std::size_t i = 0; i < choices.size(); ++i)
      choices_[choices.display(i, 0)] = {choices.whole(i, 1), choices.display(i, 2)};
    for (std::size_t i = 0; i < golden_.columns(); ++i) golden_columns_[golden_.name(i)] = i;
    for (std::size_t i = 0; i < records_.columns(); ++i) record_columns_[records_.name(i)] = i;
    fill_head();
    for (const auto& field : context_.standard().fields) fill_field(field);
    fill_identifiers();
    ZK_TRY(fill_timeline());
    return fill_gaps();
  }

 private:
  std::string record_value(std::size_t row, const std::string& column) const {
    auto at = record_columns_.find(column);
    return at == record_columns_.end() ? std::string() : records_.display(row, at->second);
  }
  std::string shown_value(const standard::Field& field, const std::string& value) const {
    return hides(field) ? masked(value) : value;
  }
  bool hides(const standard::Field& field) const { return !options_.unmask && field.sensitivity >= masked_sensitivity; }

  void fill_head() {
    auto text = [&](const char* column) {
      auto at = golden_columns_.find(column);
      return at == golden_columns_.end() ? std::string() : golden_.display(0, at->second);
    };
    shown_.name = text("full_name");
    shown_.party_type = text("party_type");
    if (auto at = golden_columns_.find("dq_score"); at != golden_columns_.end()) shown_.quality = golden_.number(0, at->second);
    for (std::size_t row = 0; row < records_.size(); ++row)
      shown_.records.push_back({records_.whole(row, record_columns_["record_id"]), record_value(row, "source_id"),
                                record_value(row, "source_key"), record_value(row, "full_name"), record_value(row, "recorded_at")});
  }

  void fill_meaning(const standard::Field& field, const std::string& value, ShownField& out) const {
    const standard::Label* label = nullptr;
    if (const auto* list = context_.standard().code_list(field.code_list))
      if (const auto* code = list->find(value)) label = &code->label;
    if (const auto* dimension = context_.standard().dimension(field.dimension))
      if (const auto* item = dimension->find(value)) label = &item->label;
    if (label) out.meaning_zh = label->zh, out.meaning_en = label->en;
  }

  void fill_origin(const standard::Field& field, ShownField& out) const {
    out.rule = derived_rule;
    auto choice = choices_.find(field.id);
    if (choice != choices_.end()) out.rule = choice->second.rule;
    for (std::size_t row = 0; row < records_.size(); ++row) {
      std::string value = record_value(row, field.id);
      if (value.empty()) continue;
      std::int64_t record = records_.whole(row, record_columns_.at("record_id"));
      bool derived = false;
      if (auto at = record_columns_.find("derived_fields"); at != record_columns_.end())
        derived = ("," + derived_text(row) + ",").find("," + field.id + ",") != std::string::npos;
      bool wins = choice != choices_.end() ? record == choice->second.record_id : out.source.empty();
      if (wins) out.source = record_value(row, "source_id");
      if (choice == choices_.end() && out.rule == derived_rule && !derived) out.rule = only_rule;
      value = shown_value(field, value);
      if (value != out.value && std::find(out.alternatives.begin(), out.alternatives.end(), value) == out.alternatives.end())
        out.alternatives.push_back(value);
    }
  }
  std::string derived_text(std::size_t row) const {
    std::string text;
    for (char c : record_value(row, "derived_fields"))
      if (c != '[' && c != ']' && c != ' ') text += c;
    return text;
  }

  void fill_field(const standard::Field& field) {
    auto at = golden_columns_.find(field.id);
    if (at == golden_columns_.end() || field.id == "cuid" || golden_.is_null(0, at->second)) return;
    std::string value = golden_.display(0, at->second);
    ShownField out;
    out.id = field.id, out.label_zh = field.label.zh, out.label_en = field.label.en, out.category = field.category;
    out.masked = hides(field);
    out.value = shown_value(field, value);
    fill_meaning(field, value, out);
    fill_origin(field, out);
    shown_.golden.push_back(std::move(out));
  }

  void fill_identifiers() {
    for (const auto* field : identifier_fields(context_.standard())) {
      std::map<std::string, std::int64_t> counts;
      for (std::size_t row = 0; row < records_.size(); ++row)
        if (std::string value = record_value(row, field->id); !value.empty()) ++counts[value];
      for (const auto& [value, count] : counts) shown_.identifiers.push_back({field->id, shown_value(*field, value), count});
    }
  }

  Status fill_timeline() {
    ZK_TRY_SET(auto events, context_.lake().query(sql::show_event, {{"cuid", shown_.cuid}, {"limit", options_.events_max}}));
    for (std::size_t i = 0; i < events.size(); ++i)
      shown_.timeline.push_back({events.display(i, 0), events.display(i, 1), events.display(i, 2), events.display(i, 3), events.display(i, 4),
                                 events.display(i, 5)});
    if (!events.empty()) shown_.events_count = events.whole(0, 6);
    return done();
  }

  Status fill_gaps() {
    ZK_TRY_SET(auto gaps, context_.lake().query("SELECT field, reason FROM profile.gap WHERE cuid = $cuid", {{"cuid", shown_.cuid}}));
    std::map<std::string, std::string> reasons;
    for (std::size_t i = 0; i < gaps.size(); ++i) reasons.emplace(gaps.display(i, 0), gaps.display(i, 1));
    for (const auto& field : context_.standard().fields)
      if (auto found = reasons.find(field.id); found != reasons.end()) shown_.gaps.push_back({field.id, found->second});
    return done();
  }

  flow::Context& context_;
  const ShowOptions& options_;
  Shown& shown_;
  db::Rows golden_, records_;
  std::map<std::string, std::size_t> golden_columns_, record_columns_;
  std::map<std::string, Choice> choices_;
};

}  // namespace

Result<Shown> show(flow::Context& context, const std::string& cuid, const ShowOptions& options) {
  ZK_TRY_SET(std::int64_t exists, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'profile' AND table_name = 'customer'"));
  if (exists == 0) return Error{ErrorCode::conflict, "there are no golden records yet: import files and run the stages first"};
  Shown shown;
  shown.asked = cuid;
  ZK_TRY_SET(shown.cuid, present_code(context, kernels::upper_ascii(cuid)));
  ZK_TRY(Showing(context, options, shown).read());
  return shown;
}

}  // namespace zhike::profile
