/** What one operation may spend, counted in calls to providers. */
export interface CallBudget {
  /**
   * Tells that a call to the account with this name is about to be made; the function that it returns tells that the call
   * is over. Throws a ProviderError, and the call is not to be made, where it would be one more than an operation may make.
   */
  begin(provider: string): () => void;
}
