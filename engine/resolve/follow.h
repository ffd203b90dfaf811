// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the lake follows the registry. Acts are durable in the ledger first; the lake's tables show
// the state of one act, whole, and are brought to the last one here.
#pragma once

#include <cstdint>

#include "flow/context.h"

namespace zhike::resolve {

// Replaces resolve.alias and says in resolve.registry that the tables show `act_no`. Inside the caller's transaction.
Status write_aliases(flow::Context& context, std::int64_t act_no);

// The last act that resolve.customer shows; -1 when there is no such table.
Result<std::int64_t> followed_act(db::Connection& lake);

// The registry's last act; 0 when there is none.
Result<std::int64_t> last_act(flow::Workspace& workspace);

// Brings resolve.customer, cluster and alias to the registry's last act, as one transaction. Nothing to do when they are
// there. conflict when the stage has not run in this lake.
Status follow_registry(flow::Context& context);

}  // namespace zhike::resolve
