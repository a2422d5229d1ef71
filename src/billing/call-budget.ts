/** What one operation may spend, counted in calls to providers. */
export interface CallBudget {
  /**
   * Tells that a call to the account with this name is about to be made; the function that it returns tells that the call
   * is over. Throws a ProviderError, and the call is not to be made, where it would be one more than an operation may make.
   */
  begin(provider: string): () => void;
  /**
   * Asks for so many calls to the account beyond those that were foreseen, before the first of them is made: an answer has
   * shown that there is more to ask. Throws a ProviderError, and none of them is to be made, where that would be more than
   * an operation may make or would take the calls that were foreseen for something else.
   */
  extend(provider: string, calls: number): void;
}
