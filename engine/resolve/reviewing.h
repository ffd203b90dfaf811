// SPDX-License-Identifier: Apache-2.0
// What people are asked: pairs in the steward's band of the policy, one question for each pattern of agreement, the question
// first whose answer settles most. And what they have answered so far.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/decisions.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

struct Question {
  std::string question_id;  // Q and eight digits: of the kind of customer and the pattern
  std::string entity;
  std::int64_t pairs_count = 0, merged_count = 0;  // undecided pairs of this pattern; those that are one customer now
  double doubt = 0;         // sum over the pairs of 4 p (1 - p): 1 for a pair that could be either
  double match_weight = 0;  // of the example, bits
  std::int64_t left_id = 0, right_id = 0;  // the example: the pair nearest to the middle
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
};
// The most doubtful first. conflict when the stage has not run.
Result<std::vector<Question>> list_questions(flow::Context& context);

// One answer for all undecided pairs of a question. not_found for a question that is not open.
Result<DecisionResult> answer_question(flow::Context& context, const std::string& question_id, const std::string& answer, const Author& author);

struct VerdictRow {
  std::int64_t verdict_id = 0, act_no = 0, pairs_count = 0;
  std::string verdict, state, decided_by, decided_at, why;  // state: stands revised undone sleeping
  std::vector<std::string> records, gone;                   // SOURCE:KEY
};
// The newest first; about one record only when it is named (number or SOURCE:KEY, also of a record that is gone).
Result<std::vector<VerdictRow>> list_verdicts(flow::Context& context, const std::string& record);

}  // namespace zhike::resolve
