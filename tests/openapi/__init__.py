"""What others make of the OpenAPI document: a linter's word, types, and a client that compiles."""
