import Foundation
import Glibc
import Operations

/// Passwords and keys of the private fleet, made once and kept in one file of mode 600.
struct Secrets: Sendable {
    /// HS256, 64 hexadecimal digits.
    let jwtSecret: Secret
    /// Of the login that owns the database and migrates.
    let postgresPassword: Secret
    /// Of the login that processes serve with.
    let servicePassword: Secret
    let redisPassword: Secret
    /// The demonstration's access keys: of the scanner, and of the estate's owner.
    let fleetKey: AccessKey
    let ownerKey: AccessKey
    /// Changes when the file was lost and made again: then the servers learn the new passwords.
    let generation: String

    struct AccessKey: Sendable {
        let id: String
        let secret: Secret
    }

    /// Reads the file; adds what is missing in it.
    init(path: String) throws(LaunchError) {
        var stored = ShellVariables()
        for line in (PrivateFile.read(path) ?? "").split(separator: "\n") {
            let sides = line.split(separator: "=", maxSplits: 1).map(String.init)
            if sides.count == 2 { stored[sides[0]] = sides[1].filter { $0 != "'" } }
        }
        let before = stored
        func value(_ name: String, _ alphabet: String, _ length: Int) -> String {
            if let held = stored[name], held.count == length { return held }
            let characters = Array(alphabet)
            var generator = SystemRandomNumberGenerator()
            let made = String((0..<length).compactMap { _ in characters.randomElement(using: &generator) })
            stored[name] = made
            return made
        }
        let hexadecimal = "0123456789abcdef"
        let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        jwtSecret = Secret(value("JWT_SECRET", hexadecimal, 64))
        postgresPassword = Secret(value("POSTGRES_PASSWORD", hexadecimal, 40))
        servicePassword = Secret(value("SERVICE_PASSWORD", hexadecimal, 40))
        redisPassword = Secret(value("REDIS_PASSWORD", hexadecimal, 40))
        fleetKey = AccessKey(
            id: "AKIA" + value("FLEET_KEY", capitals, 16), secret: Secret(value("FLEET_SECRET", hexadecimal, 40)))
        ownerKey = AccessKey(
            id: "AKIA" + value("OWNER_KEY", capitals, 16), secret: Secret(value("OWNER_SECRET", hexadecimal, 40)))
        generation = value("GENERATION", hexadecimal, 16)
        if stored != before { try PrivateFile.write(stored.text, to: path) }
    }
}
