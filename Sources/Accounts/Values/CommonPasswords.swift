/// Passwords that guessers try first: the most frequent of 8 to 10 bytes in published lists of leaked ones (NIST SP
/// 800-63B, section 3.1.1.2, asks to refuse such).
enum CommonPasswords {
    private static let list: Set<String> = [
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "password1", "password12", "12345678", "123456789",
        "1234567890",
        "0123456789", "87654321", "987654321", "9876543210", "11223344", "1122334455", "12341234", "123123123",
        "147258369", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qwertyui", "qwertyuiop", "qwerty123", "qwerty12",
        "qwerty1234",
        "azertyui", "azertyuiop", "azerty123", "asdfghjk", "asdfghjkl", "zxcvbnm1", "abcd1234", "abc12345", "abc123456",
        "a1b2c3d4", "a12345678", "aa123456", "iloveyou", "iloveyou1", "sunshine", "princess", "football", "baseball",
        "superman", "starwars", "trustno1", "letmein1", "welcome1", "welcome123", "changeme", "changeme1",
        "administrator",
        "admin123", "admin1234", "adminadmin", "testtest", "test1234", "computer", "internet", "whatever", "michelle",
        "jennifer", "danielle", "charlie1", "liverpool", "chocolate", "motdepasse", "bonjour1", "bonjour123",
        "doudou123",
        "soleil123", "marseille", "loulou123", "secret123", "default1", "passwort", "contrasena", "liverpool1",
    ]

    /// Also one character again and again, and runs such as abcdefgh.
    static func contains(_ text: String) -> Bool {
        let text = text.lowercased()
        if list.contains(text) { return true }
        let scalars = Array(text.unicodeScalars.map { Int($0.value) })
        let steps = Set(zip(scalars, scalars.dropFirst()).map { $1 - $0 })
        return steps.isSubset(of: [0]) || steps.isSubset(of: [1]) || steps.isSubset(of: [-1])
    }
}
