// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: pairs, clusters and records that cannot be matched, explained for people and programs.
#pragma once

#include <string>
#include <vector>

#include "operations/match_files.h"
#include "operations/match_operations.h"
#include "report/page.h"
#include "resolve/cluster_story.h"
#include "resolve/resolve.h"

namespace zhike::operations {

// A finished match with what is needed to talk about it.
struct Matched {
  const resolve::Outcome& outcome;
  const resolve::Options& options;
  const MatchFile& file;
};

struct Explained {
  std::vector<WaterfallOut> pairs;
  std::vector<ClusterStoryOut> clusters;
};
// request: `A,B` (two ids), `cluster:ID`, or a CSV with id_left and id_right. Fails with not_found for an unknown id.
Result<Explained> explain(Call& call, const std::string& request, const Matched& matched);

// The rows of the pairs that a request other than `cluster:ID` names.
Result<std::vector<std::pair<std::uint32_t, std::uint32_t>>> rows_to_explain(Call& call, const std::string& request, const MatchFile& file);

WaterfallOut explained_pair(const Matched& matched, std::uint32_t left, std::uint32_t right);
// What kept two records apart, or that nothing did, as a sentence.
report::page::Phrase apart_text(const WaterfallOut& pair);
// The one or two fields that carry a pair.
report::page::Phrase strongest_evidence(const WaterfallOut& pair);
std::string cluster_lines(const ClusterStoryOut& story, const Terminal& terminal);

// Ids of the records that reach the cut not even against themselves, with what they reach.
std::string unlinkable_csv(const Matched& matched, std::int64_t& count);

// Judged pairs: id_left, id_right (or unique_id_l, unique_id_r) and same, label, verdict, match or clerical_match_score.
// Pairs judged unsure are skipped. Fails with not_found for an id that the data lacks.
Result<std::vector<resolve::LabelledPair>> read_labels(Call& call, const std::string& path, const MatchFile& file);

// The entity of each row from a file of ids and entities (columns as `zhike evaluate` reads them); 0 where it says nothing.
Result<std::vector<std::uint32_t>> read_entities(Call& call, const std::string& path, const MatchFile& file);

}  // namespace zhike::operations
