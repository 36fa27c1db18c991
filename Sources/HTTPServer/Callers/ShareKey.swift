public import Foundation
public import Reactor

/// One who draws on what is finite.
public enum ShareKey: Sendable, Hashable, CustomStringConvertible {
    /// A user of a tenant, or a machine.
    case principal(UUID, tenant: UUID)
    case tenant(UUID)
    /// A client without a token; nil when the address is not known.
    case address(IPNetwork?)

    public var description: String {
        switch self {
        case .principal(let id, let tenant): "principal \(id.text) of tenant \(tenant.text)"
        case .tenant(let id): "tenant \(id.text)"
        case .address(let network): "address \(network.map { "\($0)" } ?? "unknown")"
        }
    }
}

extension UUID {
    fileprivate var text: String { uuidString.lowercased() }
}
