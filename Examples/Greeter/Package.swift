// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "greeter",
    dependencies: [.package(name: "flotilla", path: "../..")],
    targets: [
        .executableTarget(name: "Greeter", dependencies: [.product(name: "Flotilla", package: "flotilla")]),
        .executableTarget(name: "Hello", dependencies: [.product(name: "Flotilla", package: "flotilla")]),
        .testTarget(
            name: "GreeterTests",
            dependencies: ["Greeter", .product(name: "FlotillaTesting", package: "flotilla")]),
    ],
    swiftLanguageModes: [.v6]
)
