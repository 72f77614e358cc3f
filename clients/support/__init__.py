"""What the tests and the bench share: a node as a child process, data sets, waiting. Nothing here asserts."""
