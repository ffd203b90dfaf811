// SPDX-License-Identifier: Apache-2.0
// Agglomeration with a heap of cluster pairs; stale entries are recognised by version numbers.
// What no link worth mentioning connects hardly ever merges, so every connected part is agglomerated by itself; clusters
// of different parts that would merge all the same put their parts together, which are then agglomerated again.
#include "resolve/linkage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <ranges>
#include <unordered_map>

#include "base/parallel.h"
#include "resolve/vote.h"

namespace zhike::resolve {
namespace {

struct Merge {
  double score = 0;
  std::uint32_t a = 0;  // a < b
  std::uint32_t b = 0;
  std::uint32_t version_a = 0;
  std::uint32_t version_b = 0;
  // Best score first; ties by canonical row.
  friend bool operator<(const Merge& x, const Merge& y) {
    if (x.score != y.score) return x.score < y.score;
    return std::pair(x.a, x.b) > std::pair(y.a, y.b);
  }
};

// Votes worked out so far, by pair of rows.
class VoteCache {
 public:
  const Votes* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const std::size_t at = slot_of(key);
    return slots_[at].key == key ? &slots_[at].votes : nullptr;
  }
  const Votes& add(std::uint64_t key, const Votes& votes) {
    if (2 * ++count_ > slots_.size()) grow();
    auto& slot = slots_[slot_of(key)];
    slot = {key, votes};
    return slot.votes;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0 = free: no pair has it
    Votes votes;
  };
  std::size_t slot_of(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * 0x9E3779B97F4A7C15ULL >> 24) & mask;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> before(std::max<std::size_t>(16, slots_.size() * 4));
    before.swap(slots_);
    for (const auto& slot : before)
      if (slot.key != 0) slots_[slot_of(slot.key)] = slot;
  }
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

// The rows that links or rules connect, numbered from 0 in canonical order, and what connects them.
struct Part {
  std::span<const std::uint32_t> rows;  // ascending
  std::span<const ScoredLink> links;
  std::vector<Link> same;
  std::vector<Link> different;
};

class Agglomeration {
 public:
  Agglomeration(const Judge& judge, const Part& part, const std::vector<std::uint32_t>& number)
      : judge_(judge), part_(part), neighbours_(part.rows.size()), members_(part.rows.size()), version_(part.rows.size(), 0),
        joined_(part.rows.size()), number_(number) {
    std::iota(joined_.begin(), joined_.end(), 0);
    for (std::uint32_t k = 0; k < members_.size(); ++k) members_[k] = {part.rows[k]};
    for (const auto& code : judge.rules().exclusive) {
      auto& own = exclusive_.emplace_back();
      for (const auto row : part.rows) own.push_back(code[row]);
    }
  }

  void run(std::vector<std::uint32_t>& cluster, std::vector<Link>& contradicted) {
    connect_links();
    for (const auto& link : part_.different) connect(number_[link.left], number_[link.right], judge_.vote(link.left, link.right));
    for (const auto& link : part_.same) join_as_told(link, contradicted);
    while (!best_.empty()) {
      const Merge merge = best_.top();
      best_.pop();
      if (version_[merge.a] != merge.version_a || version_[merge.b] != merge.version_b) continue;
      if (complete(merge.a, merge.b)) join(merge.a, merge.b);
    }
    for (const auto& rows : members_) {
      if (rows.empty()) continue;
      const auto smallest = *std::min_element(rows.begin(), rows.end());
      for (const auto row : rows) cluster[row] = smallest;
    }
  }

 private:
  struct Neighbour {
    std::uint32_t cluster = 0;
    Votes votes;
  };
  using Neighbours = std::vector<Neighbour>;  // ascending by cluster

  static Neighbours::iterator place_of(Neighbours& neighbours, std::uint32_t cluster) {
    return std::lower_bound(neighbours.begin(), neighbours.end(), cluster,
                            [](const Neighbour& neighbour, std::uint32_t wanted) { return neighbour.cluster < wanted; });
  }
  Votes* find(std::uint32_t a, std::uint32_t b) {
    const auto at = place_of(neighbours_[a], b);
    return at != neighbours_[a].end() && at->cluster == b ? &at->votes : nullptr;
  }
  void set(std::uint32_t a, std::uint32_t b, const Votes& votes) {
    const auto at = place_of(neighbours_[a], b);
    if (at != neighbours_[a].end() && at->cluster == b) at->votes = votes;
    else neighbours_[a].insert(at, {b, votes});
  }
  void forget(std::uint32_t a, std::uint32_t b) {
    const auto at = place_of(neighbours_[a], b);
    if (at != neighbours_[a].end() && at->cluster == b) neighbours_[a].erase(at);
  }

  double pairs_of(std::uint32_t a, std::uint32_t b) const {
    return static_cast<double>(members_[a].size()) * static_cast<double>(members_[b].size());
  }

  // Works out the votes that are missing between two clusters. True when all were there already; otherwise the pair
  // is offered again at its true score.
  bool complete(std::uint32_t a, std::uint32_t b) {
    Votes& votes = *find(a, b);
    if (votes.pairs == pairs_of(a, b)) return true;
    votes = cross_votes(a, b);
    set(b, a, votes);
    offer(a, b, votes);
    return false;
  }

  void connect_links() {
    std::vector<std::uint32_t> degree(part_.rows.size(), 0);
    links_of_.assign(part_.rows.size() + 1, 0);
    for (const auto& link : part_.links) {
      ++degree[number_[link.left]];
      ++degree[number_[link.right]];
      ++links_of_[number_[link.left] + 1];
    }
    std::partial_sum(links_of_.begin(), links_of_.end(), links_of_.begin());
    for (std::size_t k = 0; k < degree.size(); ++k) neighbours_[k].reserve(degree[k]);
    votes_.reserve(part_.links.size());
    // By (left, right), so every row receives its smaller neighbours first and all lists come out in order.
    for (const auto& link : part_.links) {
      votes_.push_back(judge_.vote(link));
      neighbours_[number_[link.right]].push_back({number_[link.left], votes_.back()});
    }
    for (std::size_t k = 0; k < votes_.size(); ++k) {
      const auto& link = part_.links[k];
      neighbours_[number_[link.left]].push_back({number_[link.right], votes_[k]});
      offer(number_[link.left], number_[link.right], votes_[k]);
    }
  }

  void connect(std::uint32_t i, std::uint32_t j, const Votes& votes) {
    if (i == j || find(i, j) != nullptr) return;
    set(i, j, votes);
    set(j, i, votes);
    offer(i, j, votes);
  }

  // The vote of two rows, worked out at most once.
  const Votes& vote_of(std::uint32_t i, std::uint32_t j) {
    const auto left = number_[std::min(i, j)];
    const auto right = std::max(i, j);
    const auto links = part_.links.subspan(links_of_[left], links_of_[left + 1] - links_of_[left]);
    const auto at = std::lower_bound(links.begin(), links.end(), right, [](const ScoredLink& link, std::uint32_t row) { return link.right < row; });
    if (at != links.end() && at->right == right) return votes_[static_cast<std::size_t>(&*at - part_.links.data())];
    const auto key = key_of(i, j);
    if (const Votes* known = known_.find(key)) return *known;
    return known_.add(key, judge_.vote(i, j));
  }

  bool excluded(std::uint32_t a, std::uint32_t b) const {
    return std::any_of(exclusive_.begin(), exclusive_.end(),
                       [&](const auto& code) { return code[a] != 0 && code[b] != 0 && code[a] != code[b]; });
  }

  void offer(std::uint32_t a, std::uint32_t b, const Votes& votes) {
    if (excluded(a, b)) return;
    const double value = judge_.score(votes, pairs_of(a, b));
    if (value <= judge_.rules().cut_bits) return;
    if (a > b) std::swap(a, b);
    best_.push({value, a, b, version_[a], version_[b]});
  }

  Votes cross_votes(std::uint32_t a, std::uint32_t b) {
    Votes sum;
    for (const auto i : members_[a])
      for (const auto j : members_[b]) sum.add(vote_of(i, j));
    return sum;
  }

  std::uint32_t cluster_of(std::uint32_t number) const {
    while (joined_[number] != number) number = joined_[number];
    return number;
  }

  void join_as_told(const Link& link, std::vector<Link>& contradicted) {
    const auto a = cluster_of(number_[link.left]);
    const auto b = cluster_of(number_[link.right]);
    if (a == b) return;
    const Votes votes = cross_votes(a, b);
    if (votes.forbidden > 0) {
      contradicted.push_back(link);
      return;
    }
    if (find(a, b) == nullptr) {
      set(a, b, votes);
      set(b, a, votes);
    }
    join(a, b);
  }

  // b goes into a and the votes of both are added. Votes that only one of them has stay incomplete: they are worked
  // out when that pair of clusters comes up for a merge, which most never do.
  void join(std::uint32_t a, std::uint32_t b) {
    if (neighbours_[a].size() < neighbours_[b].size()) std::swap(a, b);
    forget(a, b);
    forget(b, a);
    Neighbours all;
    all.reserve(neighbours_[a].size() + neighbours_[b].size());
    auto at = neighbours_[a].begin();
    for (const auto& gone : neighbours_[b]) {
      forget(gone.cluster, b);
      while (at != neighbours_[a].end() && at->cluster < gone.cluster) all.push_back(*at++);
      if (at != neighbours_[a].end() && at->cluster == gone.cluster) {
        all.push_back(*at++);
        all.back().votes.add(gone.votes);
      } else {
        all.push_back(gone);
      }
    }
    all.insert(all.end(), at, neighbours_[a].end());
    Neighbours().swap(neighbours_[b]);
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    for (auto& code : exclusive_)
      if (code[a] == 0) code[a] = code[b];
    ++version_[a];
    ++version_[b];
    joined_[b] = a;
    std::erase_if(all, [&](const Neighbour& other) {
      if (judge_.score(other.votes, pairs_of(a, other.cluster)) >= forget_bits || other.votes.forbidden > 0) return false;
      forget(other.cluster, a);
      return true;
    });
    for (const auto& other : all) {
      set(other.cluster, a, other.votes);
      offer(a, other.cluster, other.votes);
    }
    neighbours_[a] = std::move(all);
  }

  const Judge& judge_;
  const Part& part_;
  std::vector<Neighbours> neighbours_;
  std::vector<std::vector<std::uint32_t>> members_;  // canonical rows
  std::vector<std::uint32_t> version_;
  std::vector<std::uint32_t> joined_;  // the cluster each went into
  std::vector<std::vector<std::uint32_t>> exclusive_;  // now per cluster
  const std::vector<std::uint32_t>& number_;           // canonical row -> number in its part
  std::vector<std::size_t> links_of_;                  // per number: its first link as the left row
  std::vector<Votes> votes_;                           // per link
  VoteCache known_;                                    // of pairs that are no link
  std::priority_queue<Merge> best_;
};

// Which rows hang together: union-find with the smallest row as root.
class Connected {
 public:
  explicit Connected(std::size_t rows) : root_(rows) { std::iota(root_.begin(), root_.end(), 0); }
  std::uint32_t find(std::uint32_t row) {
    while (root_[row] != row) row = root_[row] = root_[root_[row]];
    return row;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    root_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> root_;
};

constexpr std::uint32_t no_part = 0xFFFFFFFFU;

struct Parts {
  std::vector<std::uint32_t> part_of;  // per canonical row; parts of one row have none
  std::vector<std::uint32_t> number;   // per canonical row: its place within the part
  Lists<std::uint32_t> rows;
  Lists<ScoredLink> links;

  bool holds(const ScoredLink& link) const { return part_of[link.left] == part_of[link.right] && part_of[link.left] != no_part; }
};

// Links at or below this hold no part together: nearly all of a large table would be one part by them, and hardly any of them
// is ever merged over. Whether two clusters of different parts would merge all the same is looked at afterwards.
float part_bits(const LinkageRules& rules) { return static_cast<float>(std::min(0.0, rules.cut_bits)) - 3; }

Parts split(std::size_t rows, std::span<const ScoredLink> links, const LinkageRules& rules, const std::vector<Link>& also) {
  Connected connected(rows);
  for (const auto& link : links)
    if (link.weight > part_bits(rules)) connected.join(link.left, link.right);
  for (const auto* pairs : {&rules.same, &rules.different, &also})
    for (const auto& pair : *pairs) connected.join(pair.left, pair.right);
  Parts parts;
  parts.part_of.assign(rows, no_part);
  parts.number.assign(rows, 0);
  std::vector<std::uint32_t> size(rows, 0);
  for (std::uint32_t row = 0; row < rows; ++row) parts.number[row] = size[connected.find(row)]++;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const auto root = connected.find(row);
    if (size[root] < 2) continue;
    if (root == row) {
      parts.part_of[row] = static_cast<std::uint32_t>(parts.rows.size());
      parts.rows.begin.push_back(parts.rows.begin.back() + size[root]);
    }
    parts.part_of[row] = parts.part_of[root];
  }
  parts.rows.items.resize(parts.rows.begin.back());
  for (std::uint32_t row = 0; row < rows; ++row)
    if (parts.part_of[row] != no_part) parts.rows[parts.part_of[row]][parts.number[row]] = row;
  parts.links.begin.assign(parts.rows.size() + 1, 0);
  for (const auto& link : links)
    if (parts.holds(link)) ++parts.links.begin[parts.part_of[link.left] + 1];
  std::partial_sum(parts.links.begin.begin(), parts.links.begin.end(), parts.links.begin.begin());
  parts.links.items.resize(parts.links.begin.back());
  auto at = parts.links.begin;
  for (const auto& link : links)
    if (parts.holds(link)) parts.links.items[at[parts.part_of[link.left]]++] = link;
  return parts;
}

// Agglomerates the parts that are wanted.
void link_parts(const Judge& judge, const Parts& parts, const std::vector<bool>& wanted, int threads, Linkage& linkage) {
  std::vector<std::vector<Link>> same(parts.rows.size());
  std::vector<std::vector<Link>> different(parts.rows.size());
  for (const auto& link : judge.rules().same) same[parts.part_of[link.left]].push_back(link);
  for (const auto& link : judge.rules().different) different[parts.part_of[link.left]].push_back(link);
  std::vector<std::vector<Link>> contradicted(parts.rows.size());
  // The largest first, so that no thread is left alone with it at the end.
  std::vector<std::uint32_t> order;
  for (std::uint32_t part = 0; part < parts.rows.size(); ++part)
    if (wanted[part]) order.push_back(part);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return parts.links[a].size() > parts.links[b].size(); });
  parallel_pieces(order.size(), 8, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto number = order[k];
      const Part part{parts.rows[number], parts.links[number], std::move(same[number]), std::move(different[number])};
      Agglomeration(judge, part, parts.number).run(linkage.cluster, contradicted[number]);
    }
  });
  std::erase_if(linkage.contradicted, [&](const Link& link) { return wanted[parts.part_of[link.left]]; });
  for (const auto& some : contradicted) linkage.contradicted.insert(linkage.contradicted.end(), some.begin(), some.end());
}

// Of clusters in different parts, those that would merge: a link between each two of them.
std::vector<Link> merges_across(const Judge& judge, const Parts& parts, std::span<const ScoredLink> links, const std::vector<std::uint32_t>& cluster) {
  struct Between {
    Link link;
    Votes votes;
  };
  std::vector<std::uint32_t> size(cluster.size(), 0);
  for (const auto name : cluster) ++size[name];
  const auto pairs_of = [&](const auto& link) { return static_cast<double>(size[cluster[link.left]]) * static_cast<double>(size[cluster[link.right]]); };
  // Even if all their pairs were links as good as a weak one can be: few clusters are large enough for that.
  Votes weak;
  weak.weight = 1 << 10;
  weak.bits = std::llround(part_bits(judge.rules()) * static_cast<float>(weak.weight));
  weak.supported = 1;
  const double largest = *std::max_element(size.begin(), size.end());
  const auto counts = std::views::iota(std::uint64_t{1}, static_cast<std::uint64_t>(largest * largest) + 1);
  const auto pairs_least = *std::ranges::partition_point(counts, [&](auto pairs) { return judge.score(weak, static_cast<double>(pairs)) <= judge.rules().cut_bits; });
  std::unordered_map<std::uint64_t, Between> between;
  for (const auto& link : links) {
    if (parts.holds(link) || pairs_of(link) < static_cast<double>(pairs_least)) continue;
    auto& pair = between[key_of(cluster[link.left], cluster[link.right])];
    if (pair.votes.pairs == 0) pair.link = {link.left, link.right};
    pair.votes.add(judge.vote(link));
  }
  std::vector<Link> found;
  for (const auto& [key, pair] : between)
    if (judge.score(pair.votes, pairs_of(pair.link)) > judge.rules().cut_bits) found.push_back(pair.link);
  return found;
}

}  // namespace

double score_of_clusters(const Scorer& scorer, const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right,
                         const LinkageRules& rules) {
  const std::vector<PairLevels> patterns;
  const Judge judge(scorer, patterns, rules);
  Votes votes;
  for (const auto i : left)
    for (const auto j : right) votes.add(judge.vote(i, j));
  return judge.score(votes, static_cast<double>(left.size()) * static_cast<double>(right.size()));
}

Linkage link_clusters(const Scorer& scorer, std::span<const ScoredLink> links, const std::vector<PairLevels>& patterns,
                      const LinkageRules& rules, int threads) {
  const std::size_t rows = scorer.fields().rows;
  const Judge judge(scorer, patterns, rules);
  Linkage linkage;
  linkage.cluster.resize(rows);
  std::iota(linkage.cluster.begin(), linkage.cluster.end(), 0);
  std::vector<Link> also;
  for (std::size_t known = 0;; known = also.size()) {
    const Parts parts = split(rows, links, rules, also);
    std::vector<bool> wanted(parts.rows.size(), also.empty());
    for (std::size_t k = known; k < also.size(); ++k) wanted[parts.part_of[also[k].left]] = true;
    link_parts(judge, parts, wanted, threads, linkage);
    const auto across = merges_across(judge, parts, links, linkage.cluster);
    if (across.empty()) break;
    also.insert(also.end(), across.begin(), across.end());
  }
  return linkage;
}

}  // namespace zhike::resolve
