import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the gate counts, in a registry of its own. Labels hold words of closed sets only: no ids, no paths. */
export interface GateMetrics {
  readonly registry: Registry
  /** Requests by what became of them. */
  readonly requests: Counter<'outcome'>
  /** Seconds from a request to its decision. */
  readonly decision: Histogram
  /** Exchanges with the upstream by how they ended. */
  readonly upstream: Counter<'result'>
  readonly inFlight: Gauge
}

export function createMetrics(): GateMetrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Counter({
      name: 'hallpass_gate_requests_total',
      help: 'Requests by outcome: passed, or why not.',
      labelNames: ['outcome'],
      registers,
    }),
    decision: new Histogram({
      name: 'hallpass_gate_decision_seconds',
      help: 'Seconds until a request was decided on.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    upstream: new Counter({
      name: 'hallpass_gate_upstream_total',
      help: 'Exchanges with the upstream by how they ended.',
      labelNames: ['result'],
      registers,
    }),
    inFlight: new Gauge({
      name: 'hallpass_gate_requests_in_flight',
      help: 'Requests and upgraded connections under way.',
      registers,
    }),
  }
}
