// Read once, when Grafast and tamedevil are loaded; so this is imported before anything else.
process.env.NODE_ENV = "production";
process.env.GRAPHILE_ENV = "production";
