"""What leaves the program: reports, tables and pictures, each with verdict, tries, costs and data hash."""
