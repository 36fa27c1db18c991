import Jobs
import Postgres

extension Query: Effect {}

/// Turns the effects of one tenant's jobs into statements, in the order given; those that can travel in one statement do,
/// where no statement stands between them.
struct EffectPlan {
    private let effects: [any Effect]

    init(_ effects: [any Effect]) {
        self.effects = effects
    }

    func statements() throws -> [Query] {
        var statements: [Query] = []
        var groups: [[any JoinedEffect]] = []
        var positions: [String: Int] = [:]
        for effect in effects {
            switch effect {
            case let query as Query:
                statements += groups.flatMap(Self.statements(of:))
                groups = []
                positions = [:]
                statements.append(query)
            case let effect as any JoinedEffect:
                // Most batches are of one kind of job: the group is that of the one before.
                if let last = groups.last?.first, last.hasShape(of: effect) {
                    groups[groups.count - 1].append(effect)
                } else if let position = positions[effect.key] {
                    groups[position].append(effect)
                } else {
                    positions[effect.key] = groups.count
                    groups.append([effect])
                }
            default: throw UnknownEffect(description: "an effect of the type \(type(of: effect)) cannot be written")
            }
        }
        return statements + groups.flatMap(Self.statements(of:))
    }

    /// Of effects of one shape: one statement, or one each when the types of their values differ.
    private static func statements(of effects: [any JoinedEffect]) -> [Query] {
        guard let first = effects.first, let values = joinedValues(of: effects) else {
            return effects.map { $0.statement(of: $0.values) }
        }
        return [first.statement(of: values)]
    }

    private static func joinedValues(of effects: [any JoinedEffect]) -> [any ColumnValues]? {
        guard let first = effects.first else { return nil }
        let others = effects.dropFirst()
        var joined: [any ColumnValues] = []
        for (index, column) in first.values.enumerated() {
            guard let values = column.joined(with: others.map { $0.values[index] }) else { return nil }
            joined.append(values)
        }
        return joined
    }
}
