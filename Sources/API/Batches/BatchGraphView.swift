import HTTPServer
import JSON
import Jobs
import Schemas

/// The graph of a batch as callers see it: by job, or by kind when it is too large for that.
struct BatchGraphView: Encodable, Sendable {
    let by: Level
    let nodes: [Node]
    let edges: [Edge]
    /// Whether all members were looked at.
    let complete: Bool

    enum Level: String, Encodable, Sendable {
        case job, kind
    }

    init(_ graph: BatchGraph) {
        switch graph {
        case .jobs(let nodes, let edges):
            by = .job
            self.nodes = nodes.map { Node(id: "\($0.id)", kind: $0.kind, status: $0.status, counts: nil) }
            self.edges = edges.map {
                Edge(from: "\($0.parent)", to: "\($0.child)", outcome: Outcome(status: $0.outcome), count: nil)
            }
            complete = true
        case .kinds(let groups, let bonds, let isComplete):
            by = .kind
            nodes = groups.map { group in
                let counts = group.counts.map { ($0.rawValue, $1) }
                return Node(id: nil, kind: group.kind, status: nil, counts: NamedMembers(counts))
            }
            edges = bonds.map {
                Edge(from: $0.parent.rawValue, to: $0.child.rawValue, outcome: nil, count: $0.count)
            }
            complete = isComplete
        }
    }

    /// A job, or the jobs of a kind.
    struct Node: Encodable, Sendable {
        @OmittedWhenNil var id: String?
        let kind: JobKind
        @OmittedWhenNil var status: JobStatus?
        /// By status.
        @OmittedWhenNil var counts: NamedMembers<Int>?
    }

    /// `to` follows `from`: jobs' ids, or kinds.
    struct Edge: Encodable, Sendable {
        let from: String
        let to: String
        @OmittedWhenNil var outcome: Outcome?
        @OmittedWhenNil var count: Int?
    }

    /// How the one that is followed ended when it counted; `null` before.
    struct Outcome: Encodable, Sendable {
        let status: JobStatus?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let status { try container.encode(status) } else { try container.encodeNil() }
        }
    }
}

extension BatchGraphView.Outcome: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.schema(of: JobStatus?.self)
    }
}
