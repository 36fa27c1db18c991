import Foundation

enum TokenCommand: Command {
    static let name = "token"
    static let synopsis = "EMAIL [--json]"
    static let summary = "prints a bearer token of a user (needs JWT_SECRET)"

    private struct Row: Encodable {
        let token: String
        let expiresAt: Date
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let email = try arguments.only("an e-mail address")
        let context = try CommandContext(arguments.settings)
        guard let secret = context.jwtSecret else {
            throw CommandFailure("JWT_SECRET is not set: the token could not be signed")
        }
        let token = try await UserAdministration(database: context.connections.domains).token(
            for: email, secret: secret)
        context.audit("token", of: try await UserAdministration(database: context.connections.domains).user(email))
        if arguments.isJSON {
            try Output.json(Row(token: token.text, expiresAt: token.expiresAt))
        } else {
            print(token.text)
        }
        return 0
    }
}
