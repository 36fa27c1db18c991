import Accounts
import Foundation
import Operations

extension CommandContext {
    /// One line on standard error for what an operator does to users and tokens: who, what, and to whom.
    func audit(_ action: String, of user: User) {
        audit(
            action,
            [
                "user": .string(user.id.uuidString.lowercased()),
                "tenant": .string(user.account.uuidString.lowercased()), "role": .string(user.role.rawValue),
            ])
    }

    /// The same for any other change. Cron, systemd and build servers keep what commands print, and so keep it.
    func audit(_ action: String, _ fields: KeyValuePairs<String, LogValue>) {
        configuration.logger("flotilla").with(["action": .string(action), "operator": .string(NSUserName())])
            .info("an operator changed something", fields)
    }
}
