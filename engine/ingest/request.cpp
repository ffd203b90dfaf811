// SPDX-License-Identifier: Apache-2.0
#include "ingest/request.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/wire.h"
#include "ingest/target_names.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

namespace fs = std::filesystem;

struct ManifestFile {
  std::string path, source_id, kind, department, entity = "auto", event_type;
  std::int64_t trust = 50, rows = 0;
  static constexpr auto fields() {
    using R = ManifestFile;
    return std::make_tuple(field("path", &R::path, "", "", {.required = true}), field("source", &R::source_id, "", "", {.required = true}),
                           field("kind", &R::kind, "", ""), field("department", &R::department, "", ""),
                           field("entity", &R::entity, "", ""), field("event_type", &R::event_type, "", ""),
                           field("trust", &R::trust, "", ""), field("rows", &R::rows, "", ""));
  }
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::not_found, path + " cannot be opened; check the path and the rights"};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<std::vector<ManifestFile>> read_manifest(const std::string& folder) {
  std::string path = folder + "/manifest.json";
  if (!fs::exists(path))
    return Error{ErrorCode::bad_request, folder + " is a folder without manifest.json; name the files in it"};
  ZK_TRY_SET(std::string text, read_text(path));
  boost::json::error_code code;
  auto document = boost::json::parse(text, code);
  // A manifest may be the list itself, or say more about the whole beside "files".
  if (!code && document.is_object() && document.get_object().contains("files")) document = document.at("files");
  std::vector<ManifestFile> files;
  if (code) return Error{ErrorCode::unreadable, path + " is not well-formed JSON"};
  Status read = wire::from_json(document, files);
  if (!read.ok()) return Error{ErrorCode::bad_request, path + ": " + read.error().message};
  return files;
}

Result<ReadOptions> read_options(const ImportRequest& request) {
  ReadOptions read;
  read.sheet = request.sheet;
  read.encoding = request.encoding;
  if (request.delimiter == "tab" || request.delimiter == "\\t") read.delimiter = '\t';
  else if (request.delimiter.size() == 1) read.delimiter = request.delimiter[0];
  else if (!request.delimiter.empty()) return Error{ErrorCode::bad_request, "the delimiter must be one character, or tab"};
  if (!request.header.empty() && request.header != "yes" && request.header != "no")
    return Error{ErrorCode::bad_request, "header must be yes or no"};
  if (!request.header.empty()) read.has_header = request.header == "yes";
  if (request.row_bytes_max < 1024 || request.row_bytes_max > (std::int64_t{1} << 28))
    return Error{ErrorCode::bad_request, "row_bytes_max must lie between 1024 and 268435456"};
  read.row_bytes_max = static_cast<std::size_t>(request.row_bytes_max);
  return read;
}

Result<SourceRow> source_of(const ledger::Ledger& ledger, const std::string& source_id, const std::string& kind,
                            const std::string& department, std::int64_t trust) {
  if (source_id.empty()) return Error{ErrorCode::bad_request, "name the source of the file with --source"};
  if (source_id.size() > 64 || source_id.find_first_of("\n\r\t\"'") != std::string::npos)
    return Error{ErrorCode::bad_request, "a source's name has at most 64 bytes and no quotes"};
  if (trust > 100 || trust < -1) return Error{ErrorCode::bad_request, "trust must lie between 0 and 100"};
  ZK_TRY_SET(auto known, find_source(ledger, source_id));
  SourceRow source = known ? *known : SourceRow{source_id, "file", "", 50};
  if (!kind.empty()) source.kind = kind;
  if (!department.empty()) source.department = department;
  if (trust >= 0) source.trust = trust;
  return source;
}

}  // namespace

Result<std::vector<FileJob>> file_jobs(const ledger::Ledger& ledger, const ImportRequest& request) {
  if (request.files.empty()) return Error{ErrorCode::bad_request, "name at least one file to import"};
  ZK_TRY_SET(ReadOptions read, read_options(request));
  std::vector<FileJob> jobs;
  for (const auto& path : request.files) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return Error{ErrorCode::not_found, path + " does not exist; check the path"};
    if (!fs::is_directory(path, ignored)) {
      ZK_TRY_SET(SourceRow source, source_of(ledger, request.source_id, request.kind, request.department, request.trust));
      std::string name = fs::path(path).filename().string();
      jobs.push_back({path, name, source, {request.entity, request.event_type, name}, request.map_file, read});
      continue;
    }
    ZK_TRY_SET(auto files, read_manifest(path));
    for (const auto& file : files) {
      ZK_TRY_SET(SourceRow source, source_of(ledger, file.source_id, file.kind, file.department, file.trust));
      std::string entity = file.entity == "person" || file.entity == "organisation" || file.entity == "event" ? file.entity : "auto";
      if (!fs::exists(fs::path(path) / file.path, ignored))
        return Error{ErrorCode::not_found, path + "/" + file.path + ", which the manifest lists, does not exist"};
      jobs.push_back({(fs::path(path) / file.path).string(), file.path, source, {entity, file.event_type, file.path}, "", read});
    }
  }
  return jobs;
}

Result<OpenedFile> open_file(flow::Context& context, const FileJob& job) {
  const auto& standard = context.standard();
  TargetNames records(standard, false), events(standard, true);
  OpenedFile opened;
  ZK_TRY_SET(opened.file, InputFile::open(job.path, job.read, [&](std::string_view word) { return records.knows(word) || events.knows(word); }));
  const Layout& layout = opened.file->layout();
  Mapping proposed = propose_mapping(standard, layout.columns, opened.file->sample(), job.hints);
  if (!job.map_file.empty()) {
    ZK_TRY_SET(std::string text, read_text(job.map_file));
    ZK_TRY_SET(opened.mapping, read_mapping(text, standard, proposed));
    return opened;
  }
  opened.mapping = proposed;
  ZK_TRY_SET(auto saved, find_mapping(context.workspace().ledger(), job.source.source_id, shape_of(layout.columns)));
  if (!saved) return opened;
  // A mapping saved under an older standard may name a field that is gone; then the proposal holds.
  auto mapping = read_mapping(*saved, standard, proposed);
  bool as_wanted = mapping.ok() && (job.hints.entity == "auto" || job.hints.entity == mapping.value().entity) &&
                   (job.hints.event_type.empty() || mapping.value().event_type == proposed.event_type);
  if (as_wanted) opened.mapping = std::move(mapping.value());
  return opened;
}

std::string masked(std::string_view value) {
  std::u32string text = kernels::code_points(kernels::normalised(value.substr(0, 120)));
  std::size_t size = text.size(), shown = size <= 1 ? 0 : size <= 4 ? 1 : size <= 8 ? 2 : 3;
  std::size_t shown_last = size >= 11 ? 4 : 0;
  for (std::size_t i = shown; i + shown_last < size; ++i)
    if (text[i] != U' ' && text[i] != U'@' && text[i] != U'-' && text[i] != U':') text[i] = U'*';
  return kernels::to_utf8(std::u32string_view(text).substr(0, 32));
}

}  // namespace zhike::ingest
