// SPDX-License-Identifier: Apache-2.0
// The models of a workspace: what the last run over all records learned, and what people chose to use instead. In the ledger.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "flow/context.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// By kind of customer. A kind that is not there learns its weights from the records.
struct ChosenModels {
  std::int64_t model_no = 0;  // of the last choice; 0: nobody ever chose
  std::map<std::string, std::shared_ptr<const Model>> of;
};
Result<ChosenModels> read_models(flow::Workspace& workspace);

// A model as the file `dedupe --save-model` writes (model_file.h). not_found when nothing has been learned for this kind.
Result<std::string> learned_model_text(flow::Workspace& workspace, const std::string& entity);
Status keep_learned_model(ledger::Session& session, const std::string& entity, const Model& model, std::int64_t run_id);

// Inside the caller's transaction. content: the file; empty: weights are learned again. policy_no: chosen with that policy.
Status choose_model(ledger::Session& session, const std::string& entity, const std::string& content, std::int64_t policy_no, const std::string& author);
// The policy and the models as they were before policy_no came with a replay, or with the undo of one. The number of the
// policy that this adds, by which it can be taken back in turn.
Result<std::int64_t> take_rules_back(ledger::Session& session, std::int64_t policy_no, const std::string& author);

}  // namespace zhike::resolve
