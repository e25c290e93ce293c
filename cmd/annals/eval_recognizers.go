package main

func (cmd *evalDatesCmd) recognizers(c *console) error { return nil }
