// SPDX-License-Identifier: Apache-2.0
// Bench of the one-record index: index_bench FILE.tsv ask|grow ...
// The table has a header; its first column is the truth and is hidden from the engine.
//   ask:  a run over all rows but a few held out; each of these is asked about. Time per question, and how often the
//         answer is the cluster that a run over all rows gives.
//   grow: a run over a part of the rows; the rest comes in batches. Records per second, and the share of records whose
//         cluster equals that of a run over all rows.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "resolve/index.h"
#include "resolve/index_file.h"
#include "resolve/resolve.h"

namespace {

using namespace zhike::resolve;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }
double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Data {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '\t') cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

Data read(const std::string& path, std::size_t rows_most) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  Data data;
  data.names = split(line);
  while (std::getline(in, line)) data.rows.push_back(split(line));
  std::mt19937_64 random(1);
  std::shuffle(data.rows.begin(), data.rows.end(), random);
  if (data.rows.size() > rows_most) data.rows.resize(rows_most);
  return data;
}

Table table_of(const Data& data, std::size_t rows) {
  Table table;
  table.rows = rows;
  for (std::size_t c = 1; c < data.names.size(); ++c) {
    Column column{data.names[c], "", {}};
    for (std::size_t row = 0; row < rows; ++row) column.values.push_back(data.rows[row][c]);
    table.columns.push_back(std::move(column));
  }
  return table;
}

IndexRecord record_of(const Data& data, std::size_t row) {
  IndexRecord record{static_cast<std::int64_t>(row), {}, {}};
  for (std::size_t c = 1; c < data.names.size(); ++c) record.cells.push_back({data.names[c], data.rows[row][c]});
  return record;
}

std::vector<std::int64_t> ids_up_to(std::size_t rows) {
  std::vector<std::int64_t> ids(rows);
  std::iota(ids.begin(), ids.end(), 0);
  return ids;
}

Outcome run(const Table& table, const char* what) {
  const auto started = Clock::now();
  const double cpu = cpu_seconds();
  auto outcome = dedupe(table, {});
  if (!outcome.ok()) {
    std::fprintf(stderr, "%s\n", outcome.error().message.c_str());
    std::exit(1);
  }
  std::printf("%s: %zu rows, %.1f s, %.1f CPU s\n", what, table.rows, since(started), cpu_seconds() - cpu);
  return std::move(outcome.value());
}

// Written to disk and read back: how large and how long.
void store(Index& index) {
  const std::string path = "/tmp/zhike-index-bench/person.index";
  const std::string key(32, 'k');
  auto started = Clock::now();
  if (!save_index(index, path, key, "bench").ok()) std::exit(1);
  const double saving = since(started);
  started = Clock::now();
  const double cpu = cpu_seconds();
  const auto stored = StoredIndex::open(path, key, "bench");
  if (!stored.ok()) std::exit(1);
  std::printf("saved in %.2f s, %.0f MB; loaded in %.2f s, %.2f CPU s\n", saving,
              static_cast<double>(std::filesystem::file_size(path)) / 1048576, since(started), cpu_seconds() - cpu);
  std::filesystem::remove_all("/tmp/zhike-index-bench");
}

Index make(const Table& table, const Outcome& outcome) {
  const auto started = Clock::now();
  auto index = Index::make(table, {}, outcome, ids_up_to(table.rows));
  if (!index.ok()) std::exit(1);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("index made: %.2f s, %.0f MB in all\n", since(started), static_cast<double>(usage.ru_maxrss) / 1024);
  return std::move(index.value());
}

void print_times(const char* clock, std::vector<double> micros) {
  std::sort(micros.begin(), micros.end());
  const auto at = [&](double share) { return micros[std::min(micros.size() - 1, static_cast<std::size_t>(share * static_cast<double>(micros.size())))]; };
  std::printf("  one record, %s: p50 %.0f us, p90 %.0f us, p99 %.0f us, p99.9 %.0f us, most %.0f us\n", clock, at(.5), at(.9), at(.99), at(.999), micros.back());
}

void print_work(const Index& index, double questions) {
  const auto work = index.work();
  std::printf("  %.0f entries walked, %.0f rows looked at, %.1f scored for each\n", static_cast<double>(work[0]) / questions,
              static_cast<double>(work[1]) / questions, static_cast<double>(work[2]) / questions);
}

using Groups = std::unordered_map<std::uint32_t, std::vector<std::int64_t>>;
Groups groups_of(const Outcome& outcome) {
  Groups groups;
  for (std::uint32_t row = 0; row < outcome.cluster.size(); ++row) groups[outcome.cluster[row]].push_back(row);
  return groups;
}

// The answer against the run's cluster of the row: what of it is in the index.
const char* compare(const Index& index, const IndexAnswer& answer, const std::vector<std::int64_t>& mates) {
  std::set<std::int64_t> expected;
  for (const auto mate : mates)
    if (index.holds(mate)) expected.insert(index.cluster_of(mate));
  const std::set<std::int64_t> given(answer.clusters.begin(), answer.clusters.end());
  if (given == expected) return expected.empty() ? "same: new" : "same: joins";
  if (given.empty()) return "differs: new, the run joins";
  if (expected.empty()) return "differs: joins, new in the run";
  for (const auto cluster : given)
    if (expected.contains(cluster)) return "differs: part of it";
  return "differs: another cluster";
}

void ask_all(Index& index, const Data& data, const std::vector<std::size_t>& rows, const Outcome& truth) {
  const auto groups = groups_of(truth);
  std::map<std::string, std::size_t> kinds;
  std::vector<double> micros;
  std::vector<double> cpu_micros;  // on a busy machine the clock measures the neighbours
  for (const auto row : rows) {
    const auto record = record_of(data, row);
    const double cpu = thread_seconds();
    const auto started = Clock::now();
    const auto answer = index.ask(record);
    micros.push_back(since(started) * 1e6);
    cpu_micros.push_back((thread_seconds() - cpu) * 1e6);
    if (!answer.ok()) std::exit(1);
    auto mates = groups.at(truth.cluster[row]);
    std::erase(mates, static_cast<std::int64_t>(row));
    ++kinds[compare(index, answer.value(), mates)];
  }
  print_times("clock", micros);
  print_times("CPU", cpu_micros);
  print_work(index, static_cast<double>(rows.size()));
  for (const auto& [kind, count] : kinds)
    std::printf("  %-32s %6zu  %.4f\n", kind.c_str(), count, static_cast<double>(count) / static_cast<double>(rows.size()));
}

void ask(const Data& data, std::size_t held_out) {
  const std::size_t rows = data.rows.size();
  const auto all = run(table_of(data, rows), "run over all");
  {
    auto index = make(table_of(data, rows), all);
    std::vector<std::size_t> asked;
    for (std::size_t k = 0; k < held_out; ++k) asked.push_back(k * (rows / held_out));
    store(index);
    std::printf("each record asked as if it were not there, same model\n");
    ask_all(index, data, asked, all);
  }
  const auto table = table_of(data, rows - held_out);
  auto index = make(table, run(table, "run without those held out"));
  std::vector<std::size_t> asked(held_out);
  std::iota(asked.begin(), asked.end(), rows - held_out);
  std::printf("records the index has never seen, against the run over all\n");
  ask_all(index, data, asked, all);
}

void grow(const Data& data, std::size_t first, std::size_t batch) {
  const std::size_t rows = data.rows.size();
  const auto all = run(table_of(data, rows), "run over all");
  const auto table = table_of(data, first);
  auto index = make(table, run(table, "run over the first part"));
  const auto started = Clock::now();
  const double cpu = cpu_seconds();
  std::uint64_t again = 0;
  for (std::size_t row = first; row < rows; row += batch) {
    std::vector<IndexChange> changes;
    for (std::size_t k = row; k < std::min(rows, row + batch); ++k) changes.push_back({record_of(data, k), false});
    auto report = index.apply(changes);
    if (!report.ok()) std::exit(1);
    again += report.value().clustered_again;
  }
  const double seconds = since(started);
  std::printf("%zu records in batches of %zu: %.0f records/s, %.0f per CPU second, %.1f records clustered again for each\n", rows - first,
              batch, static_cast<double>(rows - first) / seconds, static_cast<double>(rows - first) / (cpu_seconds() - cpu),
              static_cast<double>(again) / static_cast<double>(rows - first));
  print_work(index, static_cast<double>(rows - first));
  std::size_t equal = 0;
  for (const auto& [label, members] : groups_of(all)) {
    auto sorted = members;
    std::sort(sorted.begin(), sorted.end());
    if (index.members_of(sorted.front()) == sorted) equal += sorted.size();
  }
  std::printf("records whose cluster equals the full run's: %.4f\n", static_cast<double>(equal) / static_cast<double>(rows));
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "index_bench FILE.tsv ask [HELD_OUT] | grow [PART_PERCENT] [BATCH] [ROWS]\n");
    return 2;
  }
  const std::string mode = words[2];
  const auto number = [&](int at, std::size_t otherwise) { return count > at ? static_cast<std::size_t>(std::atoll(words[at])) : otherwise; };
  const auto data = read(words[1], number(5, static_cast<std::size_t>(-1)));
  if (mode == "ask") ask(data, number(3, std::min<std::size_t>(data.rows.size() / 10, 5000)));
  else grow(data, data.rows.size() * number(3, 90) / 100, number(4, 1000));
}
