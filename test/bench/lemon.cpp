// Solves a network of arcs with LEMON's network simplex, as a reference beside the product's own engine.
// Reads a file of 32-bit integers: places, arcs, then for each arc from, to, capacity and cost. Prints cost and seconds.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int, char** arguments) {
  std::FILE* file = std::fopen(arguments[1], "rb");
  int head[2];
  if (!file || std::fread(head, sizeof(int), 2, file) != 2) return 1;
  auto column = [&](int count) {
    std::vector<int> values(count);
    if (std::fread(values.data(), sizeof(int), count, file) != static_cast<size_t>(count)) std::exit(1);
    return values;
  };
  const auto from = column(head[1]), to = column(head[1]), capacity = column(head[1]), cost = column(head[1]);
  lemon::SmartDigraph graph;
  graph.reserveNode(head[0]);
  graph.reserveArc(head[1]);
  for (int node = 0; node < head[0]; node++) graph.addNode();
  for (int arc = 0; arc < head[1]; arc++) graph.addArc(graph.nodeFromId(from[arc]), graph.nodeFromId(to[arc]));
  lemon::SmartDigraph::ArcMap<int> upper(graph), costs(graph);
  for (int arc = 0; arc < head[1]; arc++) {
    upper[graph.arcFromId(arc)] = capacity[arc];
    costs[graph.arcFromId(arc)] = cost[arc];
  }
  const auto begin = std::chrono::steady_clock::now();
  lemon::NetworkSimplex<lemon::SmartDigraph, int, long long> simplex(graph);
  simplex.upperMap(upper).costMap(costs).run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"points\":%lld,\"seconds\":%.2f,\"megabytes\":%ld}\n", -simplex.totalCost<long long>(), seconds,
              usage.ru_maxrss >> 10);
}
