import Accounts
import Foundation
import Operations

extension CommandContext {
    /// One line on standard error for what an operator does to users and tokens: who, what, and to whom.
    func audit(_ action: String, of user: User) {
        configuration.logger("flotilla").info(
            "an operator changed something",
            [
                "action": .string(action), "operator": .string(NSUserName()),
                "user": .string(user.id.uuidString.lowercased()),
                "tenant": .string(user.account.uuidString.lowercased()),
                "role": .string(user.role.rawValue),
            ])
    }
}
