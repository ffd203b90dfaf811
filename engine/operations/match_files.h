// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: files with any columns as tables for the matching engine, and answers as files.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"
#include "resolve/resolve.h"

namespace zhike::operations {

struct MatchFile {
  resolve::Table table;
  std::vector<std::string> ids;   // per row
  bool ids_unique = true;
  std::string id_column;          // the name of the first output column
  std::int64_t rejected_count = 0;
  std::vector<std::string> notes;
};

// Reads every readable row. `id` names the identifying column, or is empty: record_id, id, unique_id, rec_id, else the row
// number. The id column and the `ignored` ones are not compared. Fails with bad_request for a name the file has not.
// `headers`: names that tell a first line of names from a first line of data.
Result<MatchFile> read_match_file(Call& call, const std::string& path, const std::string& id, const std::vector<std::string>& ignored,
                                  std::span<const std::string_view> headers = {});

// What a cluster is called: the id of its first row, or its number where ids repeat.
std::string cluster_name(const MatchFile& file, std::uint32_t row);

// The id column and cluster_id, row by row.
std::string clusters_csv(const MatchFile& file, const std::vector<std::uint32_t>& cluster);

// Both files one below the other, columns brought together by name; source 0 and 1.
Result<MatchFile> join_match_files(MatchFile left, MatchFile right);

// bad_request when one of the files to write is one of those that are read: a customer file is not to be written over.
Status keep_inputs(std::initializer_list<std::string> read, std::initializer_list<std::string> written);
// Writes beside the target and renames, so that a full disk or a kill leaves no half file.
Status write_file(const std::string& path, const std::string& content);
// The whole of a small text file. Fails with not_found, or too_large above 256 MB.
Result<std::string> read_text_file(const std::string& path);
std::string csv_cell(std::string_view text);

double cut_bits_of(const std::string& prefer);  // precision +4, balance 0, recall -2

}  // namespace zhike::operations
