// SPDX-License-Identifier: Apache-2.0
// The stages by name, as `run` and `import` of a golden test call them: each through its room's one door.
#pragma once

#include <string>
#include <vector>

#include "flow/workspace.h"

namespace zhike::flow_test {

// Runs the named stages in the order given; "all" is the whole main job. Fails with not_found for another name.
Status run_stages(flow::Workspace& workspace, const std::vector<std::string>& stages);

// Imports one file; options are members of ingest::ImportRequest as it is written on the wire, such as trust=80.
Status import_file(flow::Workspace& workspace, const std::string& source, const std::string& file, const std::vector<std::string>& options);

}  // namespace zhike::flow_test
