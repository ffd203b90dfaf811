// SPDX-License-Identifier: Apache-2.0
#include "operations/match_explain.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unordered_map>

#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "report/number_text.h"
#include "resolve/match_statistics.h"

namespace zhike::operations {
namespace {

using report::page::Phrase;

constexpr std::string_view pair_headers[] = {"id_left", "id_right", "unique_id_l", "unique_id_r", "left", "right", "same", "label", "verdict", "match", "clerical_match_score"};
constexpr std::string_view entity_names[] = {"entity_id", "cluster", "cluster_id", "label_true", "simulant_id"};
constexpr std::string_view truth_headers[] = {"record_id", "id", "unique_id", "rec_id", "entity_id", "cluster", "cluster_id", "label_true", "simulant_id"};

class Rows {
 public:
  explicit Rows(const MatchFile& file) {
    for (std::size_t row = 0; row < file.ids.size(); ++row) row_of_.emplace(file.ids[row], static_cast<std::uint32_t>(row));
  }
  // The first row of the id.
  Result<std::uint32_t> find(const std::string& id) const {
    const auto at = row_of_.find(id);
    if (at == row_of_.end()) return Error{ErrorCode::not_found, "the data holds no record with the id asked for; the ids are those of the first column written"};
    return at->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> row_of_;
};

std::string trimmed(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

Result<std::vector<std::pair<std::string, std::string>>> read_pairs(Call& call, const std::string& path) {
  ZK_TRY_SET(MatchFile pairs, read_match_file(call, path, "id_left", {}, pair_headers));
  for (const auto& column : pairs.table.columns) {
    if (column.name != "id_right") continue;
    std::vector<std::pair<std::string, std::string>> out;
    for (std::size_t k = 0; k < pairs.ids.size(); ++k) out.emplace_back(pairs.ids[k], column.text(k));
    return out;
  }
  return Error{ErrorCode::bad_request, path + " needs the columns id_left and id_right"};
}

enum class Verdict : std::uint8_t { same, different, unsure, unknown };
Verdict verdict_of(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  for (const std::string_view word : {"same", "yes", "true", "match", "y", "相同", "同一", "是"})
    if (text == word) return Verdict::same;
  for (const std::string_view word : {"different", "no", "false", "distinct", "n", "不同", "否"})
    if (text == word) return Verdict::different;
  for (const std::string_view word : {"", "unsure", "不确定"})
    if (text == word) return Verdict::unsure;
  char* end = nullptr;
  const double score = std::strtod(text.c_str(), &end);
  if (*end != '\0' || score < 0 || score > 1) return Verdict::unknown;
  return score > 0.5 ? Verdict::same : score < 0.5 ? Verdict::different : Verdict::unsure;
}

ClusterStoryOut told(const Matched& matched, std::uint32_t row) {
  const auto story = resolve::tell_cluster(matched.outcome, row);
  ClusterStoryOut out;
  out.cluster_id = cluster_name(matched.file, matched.outcome.cluster[row]);
  for (const auto member : story.rows) out.records.push_back(matched.file.ids[member]);
  out.density = story.density();
  for (std::size_t k = 0; k < story.joins.size(); ++k) {
    const auto& join = story.joins[k];
    const auto pair = explained_pair(matched, join.left, join.right);
    const auto why = strongest_evidence(pair);
    out.joins.push_back({pair.left_id, pair.right_id, why.en, why.zh, pair.match_weight, join.left_size, join.right_size, k == story.weakest});
  }
  return out;
}

std::string bits_text(double bits) {
  const std::string text = report::fixed(bits, 1);
  return text == "-0.0" ? "0.0" : text;
}

}  // namespace

WaterfallOut explained_pair(const Matched& matched, std::uint32_t left, std::uint32_t right) {
  const auto& outcome = matched.outcome;
  auto out = waterfall_out(resolve::explain(outcome, left, right), matched.file.ids[left], matched.file.ids[right], outcome.cluster[left] == outcome.cluster[right], matched.options.cut_bits);
  out.match_probability = resolve::probability_of(outcome.model.calibration, out.match_weight);
  const auto why = resolve::why_apart(outcome, left, right, matched.options);
  out.apart = resolve::id_of(why.apart);
  out.met = why.met;
  out.attached = why.attached;
  out.left_size = why.left_size;
  out.right_size = why.right_size;
  out.clusters_bits = why.clusters_bits;
  return out;
}

Phrase apart_text(const WaterfallOut& pair) {
  const std::string cut = bits_text(pair.cut_bits), own = bits_text(pair.match_weight), clusters = bits_text(pair.clusters_bits);
  const std::string left = std::to_string(pair.left_size), right = std::to_string(pair.right_size);
  if (pair.apart == "nothing") {
    if (pair.match_weight > pair.cut_bits) return {"同一客户", "one customer"};
    if (pair.attached)
      return {"同一客户：其一起初落单（单独或成对），而这里几乎没有落单的记录，故归入最可能的客户",
              "one customer: one of them was left over at first, alone or in a pair; hardly any record here is, so it went to its likeliest customer"};
    return {"同一客户：两者直接证据不足，由同簇的其他记录相连", "one customer: their own evidence is too little, other records of the cluster link them"};
  }
  Phrase text;
  if (pair.apart == "side") text = {"未归并：两条记录在同一侧，只在两侧之间匹配", "kept apart: both are on one side, and only the two sides are compared"};
  else if (pair.apart == "names_only") text = {"未归并：仅姓名吻合，按设置不足以合并", "kept apart: nothing but names agrees, and that may not merge here"};
  else if (pair.apart == "evidence") text = {"未归并：自身证据 " + own + " 比特，不高于切分线 " + cut + " 比特", "kept apart: their own evidence of " + own + " bits is not above the cut of " + cut};
  else if (pair.apart == "clusters")
    text = {"未归并：两条记录本身吻合，但各自所在的簇（" + left + " 条与 " + right + " 条）合计只有 " + clusters + " 比特，不高于切分线 " + cut + " 比特",
            "kept apart: the two agree, but the clusters around them (" + left + " and " + right + " records) reach " + clusters + " bits together, not above the cut of " + cut};
  else text = {"未归并：所在的簇与另一簇矛盾，或先与别的簇更相近", "kept apart: a contradiction between their clusters forbids it, or others were nearer at that moment"};
  if (!pair.met && pair.apart == "evidence") {
    text.zh += "；共同点太少，未曾成为候选";
    text.en += "; they share too little to have been candidates at all";
  }
  return text;
}

Phrase strongest_evidence(const WaterfallOut& pair) {
  std::vector<const EvidenceOut*> order;
  for (const auto& line : pair.evidence)
    if (line.bits > 0) order.push_back(&line);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->bits > b->bits; });
  Phrase text;
  for (std::size_t k = 0; k < std::min<std::size_t>(2, order.size()); ++k) {
    const auto& line = *order[k];
    text.zh += (k ? "，" : "") + field_text(line.name, Language::zh) + " " + level_text(line.level, Language::zh) + " +" + bits_text(line.bits);
    text.en += (k ? ", " : "") + field_text(line.name, Language::en) + " " + level_text(line.level, Language::en) + " +" + bits_text(line.bits);
  }
  return text;
}

Result<Explained> explain(Call& call, const std::string& request, const Matched& matched) {
  Explained out;
  if (request.empty()) return out;
  const Rows rows(matched.file);
  if (request.starts_with("cluster:")) {
    ZK_TRY_SET(const std::uint32_t row, rows.find(trimmed(request.substr(8))));
    out.clusters.push_back(told(matched, row));
    return out;
  }
  ZK_TRY_SET(const auto pairs, rows_to_explain(call, request, matched.file));
  for (const auto& [left, right] : pairs) out.pairs.push_back(explained_pair(matched, left, right));
  return out;
}

Result<std::vector<std::pair<std::uint32_t, std::uint32_t>>> rows_to_explain(Call& call, const std::string& request, const MatchFile& file) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  if (request.empty()) return out;
  const Rows rows(file);
  std::vector<std::pair<std::string, std::string>> pairs;
  std::error_code error;
  const auto comma = request.find(',');
  if (std::filesystem::exists(request, error) || comma == request.npos) {
    ZK_TRY_SET(pairs, read_pairs(call, request));
  } else {
    pairs.emplace_back(trimmed(request.substr(0, comma)), trimmed(request.substr(comma + 1)));
  }
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    auto left = rows.find(pairs[k].first);
    auto right = rows.find(pairs[k].second);
    for (const auto* side : {&left, &right}) {
      if (side->ok()) continue;
      if (pairs.size() == 1) return side->error();
      return Error{ErrorCode::not_found, request + ": line " + std::to_string(k + 2) + " names an id that the file does not hold"};
    }
    out.emplace_back(left.value(), right.value());
  }
  return out;
}

Result<std::vector<resolve::LabelledPair>> read_labels(Call& call, const std::string& path, const MatchFile& file) {
  ZK_TRY_SET(MatchFile table, read_match_file(call, path, "", {}, pair_headers));
  const auto column = [&](std::initializer_list<std::string_view> names) -> const resolve::Column* {
    for (const auto name : names)
      for (const auto& found : table.table.columns)
        if (found.name == name) return &found;
    return nullptr;
  };
  const auto *lefts = column({"id_left", "unique_id_l", "left"}), *rights = column({"id_right", "unique_id_r", "right"});
  const auto* verdicts = column({"same", "label", "verdict", "match", "clerical_match_score"});
  if (!lefts || !rights || !verdicts) return Error{ErrorCode::bad_request, path + " needs the columns id_left, id_right and same (same, different or unsure)"};
  const Rows rows(file);
  std::vector<resolve::LabelledPair> out;
  for (std::size_t k = 0; k < table.table.rows; ++k) {
    const auto verdict = verdict_of(verdicts->text(k));
    const std::string line = path + ": line " + std::to_string(k + 2);
    if (verdict == Verdict::unknown) return Error{ErrorCode::bad_request, line + " must say same, different or unsure (or 1, 0, a score between)"};
    if (verdict == Verdict::unsure) continue;
    auto left = rows.find(lefts->text(k));
    auto right = rows.find(rights->text(k));
    if (!left.ok() || !right.ok()) return Error{ErrorCode::not_found, line + " names an id that the data does not hold"};
    if (left.value() != right.value()) out.push_back({left.value(), right.value(), verdict == Verdict::same});
  }
  return out;
}

std::string cluster_lines(const ClusterStoryOut& story, const Terminal& terminal) {
  std::string text = "\n" + std::string(pick(terminal, "cluster ", "簇 ")) + story.cluster_id + pick(terminal, ": ", "：") + std::to_string(story.records.size()) +
                     pick(terminal, " records, ", " 条记录，") + report::percent(story.density) + pick(terminal, " of its pairs above the cut\n", " 的记录对高于切分线\n");
  for (const auto& join : story.joins) {
    char bits[24];
    std::snprintf(bits, sizeof bits, "%+8.1f  ", join.bits);
    text += "  " + pad(join.left_id + " + " + join.right_id, 30) + bits + pick(terminal, join.evidence_en.c_str(), join.evidence_zh.c_str()) +
            (join.weakest ? pick(terminal, "   <- weakest bridge", "   <- 最弱的桥") : "") + "\n";
  }
  return text;
}

std::string unlinkable_csv(const Matched& matched, std::int64_t& count) {
  const auto weights = resolve::self_weights(matched.outcome);
  std::string text = csv_cell(matched.file.id_column) + ",best_weight\n";
  count = 0;
  for (std::size_t row = 0; row < weights.size(); ++row) {
    if (weights[row] > matched.options.cut_bits) continue;
    char number[32];
    std::snprintf(number, sizeof number, ",%.2f\n", weights[row]);
    text += csv_cell(matched.file.ids[row]) + number;
    ++count;
  }
  return text;
}

Result<std::vector<std::uint32_t>> read_entities(Call& call, const std::string& path, const MatchFile& file) {
  ZK_TRY_SET(MatchFile truth, read_match_file(call, path, "", {}, truth_headers));
  const resolve::Column* entity = nullptr;
  for (const auto name : entity_names)
    for (const auto& column : truth.table.columns)
      if (!entity && column.name == name) entity = &column;
  if (!entity) return Error{ErrorCode::bad_request, path + " needs a column entity_id (or cluster, cluster_id, label_true, simulant_id) beside the ids"};
  std::unordered_map<std::string_view, std::uint32_t> number_of, entity_of;
  for (std::size_t row = 0; row < truth.ids.size(); ++row) {
    if (entity->text(row).empty()) continue;
    const auto number = number_of.emplace(entity->text(row), static_cast<std::uint32_t>(number_of.size() + 1)).first->second;
    entity_of.emplace(truth.ids[row], number);
  }
  std::vector<std::uint32_t> out(file.ids.size(), 0);
  std::size_t known = 0;
  for (std::size_t row = 0; row < out.size(); ++row)
    if (const auto at = entity_of.find(file.ids[row]); at != entity_of.end()) {
      out[row] = at->second;
      ++known;
    }
  if (known == 0) return Error{ErrorCode::bad_request, path + " shares no id with the data; name the id column of the data with --id"};
  return out;
}

}  // namespace zhike::operations
